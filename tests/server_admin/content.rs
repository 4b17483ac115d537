//! Editors change a municipality's draft in its forms.

use parter::{
    content::{Pack, read::read, service::ChannelKind},
    server::{drafts, store::users::Role},
};

use crate::{
    forms::{fields, with},
    staff::Browser,
    support::{TestServer, monday},
};

const TOWN: &str = "/admin/content/kyustendil";
const SERVICE: &str = "/admin/content/kyustendil/services/2000";

async fn draft(server: &TestServer) -> (u64, Pack) {
    let draft = drafts::open(&*server.app.store, &server.app.packs.now(), "kyustendil").await;
    let draft = draft.unwrap().unwrap();
    (draft.revision.number, read(&draft.files).pack.unwrap())
}

#[tokio::test]
async fn a_notice_is_added_changed_and_taken_away() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let at = format!("{TOWN}/new-notice");
    let new = fields(&editor.get(&at).await, &at);
    let refused = editor
        .post(
            &at,
            &with(&new, &[("text.en", "No lift"), ("from", "2026-11-30"), ("to", "1.")]),
        )
        .await;
    refused
        .is(422)
        .says("Write a day of the calendar")
        .says("No lift")
        .says("aria-invalid");
    editor
        .post(&at, &with(&new, &[("text.en", "No lift")]))
        .await
        .is(422)
        .says("id=\"text.bg-error\"");
    let right = with(
        &new,
        &[
            ("text.bg", "Асансьорът не работи."),
            ("from", "24.11.2026"),
            ("to", "2026-11-30"),
        ],
    );
    editor.post(&at, &right).await.leads_to(&format!("{TOWN}?done=saved"));
    // Sent twice, it is one.
    editor.post(&at, &right).await.leads_to(&format!("{TOWN}?done=saved"));
    let (revision, pack) = draft(&server).await;
    assert_eq!((revision, pack.notices.len()), (2, 1));
    let overview = editor.get(TOWN).await;
    overview
        .says("notice added: “Асансьорът не работи.”")
        .says("missing: en")
        .says("Draft, version 2");

    let notice = format!("{TOWN}/notices/{}", pack.notices[0].id);
    let page = editor.get(&notice).await;
    page.says("has no text in “en”").says("not translated");
    let changed = with(&fields(&page, &notice), &[("text.en", "The lift is out of order.")])
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect::<Vec<_>>();
    editor
        .post(&notice, &with(&changed, &[]))
        .await
        .leads_to(&format!("{notice}?done=saved"));
    editor.get(&notice).await.silent_of("has no text in “en”");
    let remove = format!("{notice}/remove");
    let form = fields(&editor.get(&notice).await, &remove);
    editor
        .post(&remove, &with(&form, &[]))
        .await
        .leads_to(&format!("{TOWN}?done=removed"));
    assert_eq!(draft(&server).await.1.notices, []);
    editor.get(TOWN).await.says("the draft is what the kiosks show");

    let history = editor.get(&format!("{TOWN}/history")).await;
    history
        .says("Version 4")
        .says("<strong>editor</strong>")
        .says("notice removed")
        .says("text in English “The lift is out of order.” (added)");
    let back = format!("{TOWN}/history/3");
    editor
        .post(&back, &with(&fields(&history, &back), &[]))
        .await
        .leads_to(&format!("{TOWN}?done=brought-back"));
    assert_eq!(draft(&server).await.1.notices.len(), 1);
}

#[tokio::test]
async fn a_service_has_its_fees_its_deadlines_and_its_documents_in_order() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let before = draft(&server).await.1;
    let form = fields(&editor.get(SERVICE).await, SERVICE);
    editor
        .post(SERVICE, &with(&form, &[]))
        .await
        .leads_to(&format!("{SERVICE}?done=saved"));
    assert_eq!(draft(&server).await, (1, before), "nothing was typed");

    let wrong = [
        ("fee.ordinary.amount", "ten"),
        ("tier.ordinary.count", "soon"),
        ("fee.fast.amount", "3"),
    ];
    let refused = editor.post(SERVICE, &with(&form, &wrong)).await;
    refused
        .is(422)
        .says("Write an amount, as in 8.00.")
        .says("Write a whole number")
        .says("value=\"ten\"");
    let changes = [
        ("fee.ordinary.amount", "10,00"),
        ("fee.fast.amount", "20"),
        ("fee.fast.currency", "EUR"),
        ("fee.fast.source", "Тарифа"),
        ("tier.fast.text.bg", "1 работен ден"),
        ("tier.fast.count", "1"),
        ("tier.fast.unit", "working_days"),
        ("evidence.1.was", ""),
        ("evidence.1.name.bg", "Пълномощно"),
        ("evidence.1.condition.bg", "при упълномощаване"),
    ];
    editor
        .post(SERVICE, &with(&form, &changes))
        .await
        .leads_to(&format!("{SERVICE}?done=saved"));
    let page = editor.get(SERVICE).await;
    let form = fields(&page, SERVICE);
    let moved = editor.post(SERVICE, &with(&form, &[("do", "evidence.up.1")])).await;
    moved.leads_to(&format!("{SERVICE}?done=saved#documents"));
    let (_, pack) = draft(&server).await;
    let service = pack.service("2000").unwrap();
    let documents: Vec<&str> = service.evidence.iter().map(|it| it.name.get("bg")).collect();
    assert_eq!(documents, ["Пълномощно", "Документ за самоличност"]);
    assert_eq!(
        service.fees.iter().map(|fee| fee.cents).collect::<Vec<_>>(),
        [1000, 2000]
    );
    assert_eq!(
        (service.tiers[1].duration.as_deref(), service.tiers[1].working_days),
        (Some("P1D"), true)
    );
    editor
        .get(TOWN)
        .await
        .says("service 2000: fee ordinary 8.00 → 10.00 BGN")
        .says("service 2000: fee added: fast")
        .says("BGN 10.00");
    editor
        .post(
            SERVICE,
            &with(
                &fields(&editor.get(SERVICE).await, SERVICE),
                &[("do", "evidence.drop.0")],
            ),
        )
        .await;
    assert_eq!(draft(&server).await.1.service("2000").unwrap().evidence.len(), 1);
}

#[tokio::test]
async fn a_week_and_a_closure_are_typed_as_they_are_said() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let place = format!("{TOWN}/places/obshtina");
    let form = fields(&editor.get(&place).await, &place);
    let wrong = [("wed.0.from", "9"), ("fri.0.to", "7:00")];
    editor
        .post(&place, &with(&form, &wrong))
        .await
        .is(422)
        .says("Write hours and minutes");
    editor
        .post(&place, &with(&form, &wrong[1..]))
        .await
        .is(422)
        .says("Closing must be later than opening.");
    let changes = [("wed.0.to", "12.00"), ("wed.1.from", "13,00"), ("wed.1.to", "18:30")];
    editor
        .post(&place, &with(&form, &changes))
        .await
        .leads_to(&format!("{place}?done=saved"));
    editor.get(&place).await.says("value=\"18:30\"");

    let new = format!("{TOWN}/new-closure");
    let form = fields(&editor.get(&new).await, &new);
    editor
        .post(&new, &with(&form, &[("from", "24.12.2026")]))
        .await
        .is(422)
        .says("Fill this in.");
    let right = [
        ("from", "24.12.2026"),
        ("to", "26.12.2026"),
        ("place", "obshtina"),
        ("text.bg", "Коледа"),
    ];
    editor
        .post(&new, &with(&form, &right))
        .await
        .leads_to(&format!("{TOWN}?done=saved"));
    let closure = format!("{TOWN}/closures/2026-12-24_2026-12-26_obshtina");
    editor.get(TOWN).await.says(&closure);
    let remove = format!("{closure}/remove");
    let page = editor.get(&closure).await;
    editor
        .post(&remove, &with(&fields(&page, &remove), &[]))
        .await
        .leads_to(&format!("{TOWN}?done=removed"));
    assert_eq!(draft(&server).await.1.hours.closures, []);
}

#[tokio::test]
async fn ways_to_apply_and_reception_days_are_rows_that_are_moved_by_buttons() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let form = fields(&editor.get(SERVICE).await, SERVICE);
    let wrong = [("channel.0.kind", ""), ("channel.0.text.bg", "на гише")];
    editor
        .post(SERVICE, &with(&form, &wrong))
        .await
        .is(422)
        .says("Choose from the list.");
    let right = [
        ("channel.0.kind", "in_person"),
        ("channel.0.text.bg", "на гише"),
        ("channel.1.was", ""),
        ("channel.1.kind", "egov"),
        ("channel.1.url", "https://egov.bg"),
    ];
    editor.post(SERVICE, &with(&form, &right)).await.is(303);
    let form = fields(&editor.get(SERVICE).await, SERVICE);
    editor
        .post(SERVICE, &with(&form, &[("do", "channel.up.1")]))
        .await
        .leads_to(&format!("{SERVICE}?done=saved#channels"));
    let kinds = |pack: &Pack| -> Vec<ChannelKind> {
        let service = pack.service("2000").unwrap();
        service.channels.iter().map(|it| it.kind).collect()
    };
    let (_, pack) = draft(&server).await;
    assert_eq!(kinds(&pack), [ChannelKind::Egov, ChannelKind::InPerson]);
    assert_eq!(pack.service("2000").unwrap().evidence.len(), 1, "the documents stay");

    let place = format!("{TOWN}/places/obshtina");
    let page = editor.get(&place).await;
    let form = fields(&page, &place);
    editor.post(&place, &with(&form, &[])).await.is(303);
    assert_eq!(draft(&server).await.0, 3, "nothing was typed");
    let wrong = [
        ("extended.basis.bg", "чл. 10"),
        ("reception.0.to", "noon"),
        ("reception.1.days.mon", "yes"),
    ];
    let refused = editor.post(&place, &with(&form, &wrong)).await;
    refused.is(422);
    for field in ["extended.until", "reception.0.to", "reception.1.from", "reception.1.to"] {
        refused.says(&format!("id=\"{field}-error\""));
    }
    let right = [
        ("extended.until", "19,15"),
        ("extended.basis.bg", "чл. 10"),
        ("reception.1.was", ""),
        ("reception.1.who.bg", "Главният архитект"),
        ("reception.1.days.mon", "yes"),
        ("reception.1.days.thu", "yes"),
        ("reception.1.from", "14"),
        ("reception.1.to", "16.30"),
    ];
    editor
        .post(&place, &with(&form, &right))
        .await
        .is(422)
        .says("id=\"reception.1.from-error\"");
    let right = with(&form, &right);
    let right: Vec<_> = right
        .into_iter()
        .map(|it| {
            if it.0 == "reception.1.from" {
                (it.0, "14:00")
            } else {
                it
            }
        })
        .collect();
    editor
        .post(&place, &right)
        .await
        .leads_to(&format!("{place}?done=saved"));
    let form = fields(&editor.get(&place).await, &place);
    let moved = editor.post(&place, &with(&form, &[("do", "reception.down.0")])).await;
    moved.leads_to(&format!("{place}?done=saved#receptions"));
    let pack = draft(&server).await.1;
    let hours = &pack.hours.places[0];
    let who: Vec<&str> = hours.receptions.iter().map(|it| it.who.get("bg")).collect();
    assert_eq!(who, ["Главният архитект", "Ръководството на общината"]);
    let span = hours.receptions[0].span.as_ref().unwrap();
    assert_eq!((span.days.len(), span.to.to_string().as_str()), (2, "16:30"));
    assert_eq!(hours.extended.as_ref().unwrap().until.to_string(), "19:15");
    editor
        .post(
            &place,
            &with(
                &fields(&editor.get(&place).await, &place),
                &[("do", "reception.drop.0")],
            ),
        )
        .await
        .is(303);
    assert_eq!(draft(&server).await.1.hours.places[0].receptions.len(), 1);
}

#[tokio::test]
async fn nobody_overwrites_another_unseen() {
    let server = TestServer::start().await;
    let first = Browser::signed_in(&server, "first", Role::Editor).await;
    let second = Browser::signed_in(&server, "second", Role::Administrator).await;
    let theirs = fields(&first.get(SERVICE).await, SERVICE);
    let mine = fields(&second.get(SERVICE).await, SERVICE);
    let other = format!("{TOWN}/services/2076");
    let elsewhere = fields(&second.get(&other).await, &other);
    // Sent twice, by its script and by its button, it undoes nothing.
    for _ in 0..2 {
        first
            .post(SERVICE, &with(&theirs, &[("fee.ordinary.amount", "9")]))
            .await
            .is(303);
    }

    // What touches nothing of it is saved beside it.
    second
        .post(&other, &with(&elsewhere, &[("fee.ordinary.amount", "4")]))
        .await
        .is(303);
    let fee = |pack: &Pack, id: &str| pack.service(id).unwrap().fees[0].cents;
    let (revision, pack) = draft(&server).await;
    assert_eq!((revision, fee(&pack, "2000"), fee(&pack, "2076")), (3, 900, 400));

    // What would undo it is shown first: their change, and what mine would do.
    server.clock.set(monday(10, 31));
    let asked = second
        .post(SERVICE, &with(&mine, &[("description.bg", "Само лично.")]))
        .await;
    asked
        .is(409)
        .says("saved changes while you were editing")
        .says("service 2000: fee ordinary 8.00 → 9.00 BGN")
        .says("service 2000: fee ordinary 9.00 → 8.00 BGN")
        .says("Само лично.");
    assert_eq!(draft(&server).await.0, 3, "nothing was written");
    let chosen = fields(&asked, SERVICE);
    second
        .post(SERVICE, &with(&chosen, &[]))
        .await
        .leads_to(&format!("{SERVICE}?done=saved"));
    let (revision, pack) = draft(&server).await;
    assert_eq!((revision, fee(&pack, "2000"), fee(&pack, "2076")), (4, 800, 400));
    assert_eq!(
        pack.service("2000").unwrap().description.as_ref().unwrap().get("bg"),
        "Само лично."
    );
}

#[tokio::test]
async fn a_draft_survives_the_servers_end() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let form = fields(&editor.get(SERVICE).await, SERVICE);
    editor
        .post(SERVICE, &with(&form, &[("fee.ordinary.amount", "9")]))
        .await
        .is(303);
    let again = server.beside().await;
    server.shutdown().await;
    assert_eq!(draft(&again).await.1.service("2000").unwrap().fees[0].cents, 900);
}
