//! Rules of alerts, and what they raised.

use parter::figures::alert::{Found, Measured};

use crate::{
    given::{analyst, between, editor},
    support::TestServer,
};

const AT: &str = "/admin/figures/kyustendil/alerts";

#[tokio::test]
async fn a_rule_is_added_changed_and_removed() {
    let server = TestServer::start().await;
    let browser = editor(&server).await;
    browser
        .get(AT)
        .await
        .is(200)
        .says("There are no rules yet.")
        .says("There were no alerts so far.");
    let unhappy = [("rule", "unhappy"), ("percent", "30"), ("days", "7"), ("answers", "20")];
    browser
        .post(AT, &unhappy)
        .await
        .leads_to(&format!("{AT}?done=rule-added"));
    let page = browser.get(AT).await;
    page.says("more than 30% unhappy in 7 days, with at least 20 ratings");
    let id = between(&page.text, &format!("action=\"{AT}/"), "\"").to_owned();

    let fewer = [("rule", "unhappy"), ("percent", "30"), ("days", "7"), ("answers", "4")];
    browser
        .post(&format!("{AT}/{id}"), &fewer)
        .await
        .is(422)
        .says(&format!("id=\"rule-{id}-answers-error\""))
        .says("Write a number from 5 to");
    let waiting = [("rule", "waiting"), ("percent", "25"), ("days", "1"), ("minutes", "15")];
    browser
        .post(&format!("{AT}/{id}"), &waiting)
        .await
        .leads_to(&format!("{AT}?done=rule-changed"));
    let page = browser.get(AT).await;
    page.says("more than 25% wait longer than 15 minutes in 1 day")
        .silent_of("with at least 20 ratings</summary>");
    browser.post(&format!("{AT}/{id}"), &waiting).await.is(404);

    let id = between(&page.text, &format!("action=\"{AT}/"), "\"").to_owned();
    let elsewhere = format!("/admin/figures/samokov/alerts/{id}/remove");
    browser.post(&elsewhere, &[]).await.is(404);
    browser
        .post(&format!("{AT}/{id}/remove"), &[])
        .await
        .leads_to(&format!("{AT}?done=rule-removed"));
    browser.get(AT).await.says("There are no rules yet.");
    for (typed, words) in [
        ("", "Write a whole number."),
        ("soon", "Write a whole number."),
        ("1", "Write a number from 10 to"),
    ] {
        browser
            .post(AT, &[("rule", "silent"), ("minutes", typed)])
            .await
            .is(422)
            .says("id=\"silent-minutes-error\"")
            .says(words);
    }
    server.shutdown().await;
}

#[tokio::test]
async fn what_was_raised_names_the_place_and_what_was_measured() {
    let server = TestServer::start().await;
    let kiosk = server.kiosk_named("Foyer", "kyustendil/obshtina").await;
    let browser = editor(&server).await;
    let raise = async |fields: &[(&str, &str)], subject: &str, measured| {
        browser
            .post(AT, fields)
            .await
            .leads_to(&format!("{AT}?done=rule-added"));
        let rules = server.app.store.alert_rules(Some("kyustendil")).await.unwrap();
        let found = Found {
            subject: subject.to_owned(),
            measured,
        };
        let store = &server.app.store;
        store
            .settle_alerts(rules.last().unwrap().id, &[found], server.app.now())
            .await
            .unwrap();
    };
    let unhappy = [("rule", "unhappy"), ("percent", "30"), ("days", "7"), ("answers", "20")];
    raise(
        &unhappy,
        "kyustendil/obshtina",
        Measured::Unhappy {
            unhappy: 12,
            answers: 30,
        },
    )
    .await;
    let since = server.app.now();
    raise(
        &[("rule", "silent"), ("minutes", "30")],
        &kiosk.device,
        Measured::Silent { since },
    )
    .await;
    let reader = analyst(&server).await;
    let page = reader.get(AT).await;
    page.says("12 of 30\u{a0}ratings are of unhappy visitors")
        .says("still so")
        .says(&format!("<a href=\"/admin/kiosks/{}\">Foyer</a>", kiosk.device))
        .says("Town hall")
        .silent_of("<button class=\"button danger\"");
    reader.post(AT, &unhappy).await.is(403);
    server.shutdown().await;
}

#[tokio::test]
async fn alerts_are_sent_to_addresses_that_editors_set() {
    let server = TestServer::start().await;
    let browser = editor(&server).await;
    let set = "/admin/figures/kyustendil/alert-addresses";
    let typed = [("addresses", "obshtina@example.bg\n\n kmet@example.bg \n")];
    browser
        .post(set, &typed)
        .await
        .leads_to(&format!("{AT}?done=addresses-set"));
    browser
        .get(AT)
        .await
        .says("kmet@example.bg\nobshtina@example.bg</textarea>")
        .says("No mail server is set");
    browser
        .post(set, &[("addresses", "a@example.bg\nкметът")])
        .await
        .is(422)
        .says("„кметът“ is no e-mail address.");
    let kept = server.app.store.alert_addresses("kyustendil").await.unwrap();
    assert_eq!(kept, ["kmet@example.bg", "obshtina@example.bg"]);
    analyst(&server)
        .await
        .get(AT)
        .await
        .says("<li>kmet@example.bg</li>")
        .silent_of("<textarea");
}
