//! What the server's store promises, kept by both engines: one suite, run against SQLite and against a real PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alerts;
mod approvals;
mod audit;
mod batches;
mod days;
mod devices;
mod drafts;
mod engines;
mod enrolment;
mod faults;
mod given;
mod heartbeats;
mod images;
mod intake;
mod logs;
mod migrations;
mod mirror;
mod model;
#[path = "../support/postgres.rs"]
mod postgres;
mod publications;
mod races;
mod ratings;
mod registered;
mod sessions;
mod tickets;
mod tls;
mod tokens;
mod users;

/// Each function of the suite as a test of each engine.
macro_rules! contract {
    ($($module:ident { $($test:ident,)+ })+) => {
        mod on_sqlite {
            $(mod $module { $(#[test] fn $test() { crate::engines::sqlite(crate::$module::$test); })+ })+
        }
        mod on_postgres {
            $(mod $module { $(#[test] fn $test() { crate::engines::postgres(crate::$module::$test); })+ })+
        }
    };
}

contract! {
    batches {
        what_is_new_is_accepted_and_what_comes_again_is_a_duplicate,
        the_same_id_with_other_bytes_is_a_conflict_kept_and_shown_once,
        a_batch_may_contradict_itself,
        a_batch_of_all_sorts_is_answered_in_its_order,
        a_batch_that_fails_leaves_nothing,
        an_empty_batch_says_that_the_device_lives,
        a_period_of_another_lobbys_visit_is_refused,
        a_period_may_come_before_its_visit,
        a_period_before_another_lobbys_visit_moves_aside,
        kinds_of_a_newer_kiosk_are_kept_per_device,
        rejected_records_are_kept_once_and_shown_newest_first,
        a_lobbys_revision_grows_with_its_visits_alone,
        a_record_of_two_devices_is_one,
        whatever_text_a_kiosk_may_send_is_kept,
    }
    heartbeats {
        the_last_heartbeat_is_the_one_that_counts,
        a_problem_keeps_its_beginning_and_goes_with_its_cause,
        several_in_one_batch_follow_one_another,
        the_same_heartbeat_with_other_bytes_is_a_conflict,
    }
    devices {
        a_device_is_created_with_its_offer,
        names_are_unique_in_a_municipality,
        the_fleet_stands_by_municipality_and_name,
        a_revoked_device_is_still_known_by_its_token,
        only_a_device_can_be_revoked_and_once,
        what_is_not_there_is_not_found,
        a_device_is_renamed_unless_the_name_is_taken,
    }
    enrolment {
        a_code_is_good_until_its_token_is_first_used,
        wrong_secrets_spoil_an_offer,
        wrong_secrets_spoil_a_taken_offer_too,
        a_code_offered_after_another_was_taken_is_not_spent_with_it,
        a_code_is_good_for_a_day,
        another_municipality_keeps_the_code,
        a_new_code_takes_the_place_of_the_last,
        offers_of_one_name_are_told_apart,
        a_kiosk_is_enrolled_again_by_another_code,
        a_revoked_kiosk_lives_again_by_another_code,
        revoking_takes_the_offer_too,
    }
    tokens {
        both_tokens_are_good_until_the_next_is_used,
        a_next_token_never_used_is_none_any_more,
        a_new_enrolment_ends_all_tokens,
        a_token_that_is_good_no_more_gets_no_next,
    }
    tickets {
        a_ticket_unheard_of_is_none,
        a_ticket_waits_from_its_issue_on,
        its_state_is_the_last_periods_whatever_order_they_come_in,
        those_before_who_still_wait_are_ahead,
        recent_waits_are_the_latest_arrivals_of_the_day,
        it_says_when_its_kiosk_was_heard,
        a_transfer_moves_a_ticket_to_the_other_line,
    }
    mirror {
        a_days_records_are_what_the_hub_has,
        whatever_clerks_do_and_the_network_does_the_days_are_equal,
        records_of_earlier_kiosks_are_read,
    }
    days {
        whatever_is_new_makes_its_day_stale,
        a_period_before_its_visit_is_not_left_out,
        what_is_told_while_a_day_is_condensed_leaves_it_stale,
        a_told_day_is_all_that_was_told_of_it_and_no_more,
        a_span_is_of_its_municipality_and_days,
        a_period_that_meets_its_visit_is_in_its_day,
    }
    registered {
        those_of_a_span_stand_by_day_and_number,
        a_number_is_there_once,
        one_is_corrected_or_removed,
        a_list_is_taken_over_in_place_of_what_is_there,
    }
    alerts {
        rules_are_a_municipalitys,
        an_alert_is_raised_once_and_closed_when_it_no_longer_holds,
        of_many_who_find_it_at_once_one_raises_it,
        a_rule_goes_with_its_open_alerts,
        an_alert_is_sent_by_one_and_once,
        alerts_go_to_a_municipalitys_own_addresses,
    }
    images {
        a_municipalitys_own_choice_stands_before_the_one_for_all,
        a_kiosks_last_order_counts,
    }
    logs {
        a_log_is_wanted_until_it_has_come,
        the_last_three_are_kept_and_for_a_month,
    }
    users {
        a_user_is_added_once,
        users_stand_by_name,
        credentials_are_of_disabled_users_too,
        the_last_administrator_stays,
        a_disabled_administrator_is_no_other,
        what_is_not_a_user_is_not_found,
        a_password_is_changed,
    }
    sessions {
        a_session_is_its_users_until_it_is_ended,
        a_session_ends_when_it_is_idle,
        a_session_ends_at_last_though_used,
        ended_sessions_are_cleared_away,
        a_disabled_user_is_signed_out_for_good,
        a_new_password_ends_sessions,
        a_new_role_holds_at_once,
    }
    publications {
        what_was_published_is_there_whole,
        versions_only_grow,
        one_kiosk_is_told_first_and_then_all,
        a_publication_waits_for_its_time,
        a_kiosk_is_led_over_every_change_of_keys,
        keys_are_trusted_and_revoked_but_for_the_last,
        the_keys_that_kiosks_were_told_of_last,
        what_all_kiosks_show_is_the_newest_that_is_valid_for_all,
    }
    approvals {
        a_second_person_is_needed_where_it_was_said,
        what_was_asked_for_waits_until_it_is_taken,
    }
    audit {
        every_act_is_written_with_what_it_does,
        what_was_not_done_is_not_written,
        the_newest_entries_come_first_page_by_page,
    }
    drafts {
        a_draft_begins_from_what_is_known_and_keeps_every_revision,
        what_is_more_than_a_form_stands_in_the_log_once_it_is_saved,
        the_second_to_save_on_a_revision_changes_nothing,
        revisions_come_newest_first_with_who_saved_them,
        of_many_who_save_at_once_one_does,
        what_one_person_saves_again_and_again_is_one_revision_an_hour_later,
        long_histories_keep_the_first_and_the_last,
    }
    races {
        one_code_enrols_one_of_many,
        a_code_is_brought_again_while_its_token_is_used,
        a_replaced_kiosk_gets_no_next_token_while_the_new_one_enrols,
        a_replaced_kiosks_next_token_is_good_no_more,
        a_period_that_meets_another_lobbys_visit_is_never_shown,
        two_administrators_can_not_disable_each_other,
        two_administrators_can_not_demote_each_other,
        one_name_is_taken_once,
        one_version_is_published_once,
        a_record_sent_on_many_connections_is_accepted_once,
        batches_that_meet_in_other_orders_all_pass,
        a_next_token_used_at_once_by_many_is_good_for_all,
        heartbeats_at_once_leave_one,
    }
}
