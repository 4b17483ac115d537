//! Signals and letters that staff enter.

use crate::given::{analyst, editor};
use crate::support::TestServer;

const AT: &str = "/admin/figures/kyustendil";

fn entry<'a>(number: &'a str, registered: &'a str, answered: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("matter", "complaint"),
        ("number", number),
        ("registered", registered),
        ("answered", answered),
        ("notice", ""),
    ]
}

#[tokio::test]
async fn an_entry_is_made_corrected_and_removed() {
    let server = TestServer::start().await;
    let browser = editor(&server).await;
    browser
        .get(&format!("{AT}/new-registered"))
        .await
        .is(200)
        .says("value=\"2026-11-23\"");
    let new = format!("{AT}/new-registered");
    let made = browser.post(&new, &entry("94-00-1/7", "2026-11-02", "")).await;
    made.leads_to(&format!("{AT}/register?done=entered"));
    let list = browser.get(&format!("{AT}/register?done=entered")).await;
    list.says("The entry is saved.")
        .says("94-00-1/7")
        .says("1\u{a0}signal, 0\u{a0}letters");
    browser
        .post(&new, &entry("94-00-1/7", "2026-11-03", ""))
        .await
        .is(422)
        .says("This number is there already.");

    let at = format!("{AT}/registered?number=94-00-1%2F7");
    list.says(&format!("href=\"{at}\""));
    browser.get(&at).await.is(200).says("value=\"2026-11-02\"");
    browser
        .post(&at, &entry("94-00-17", "2026-11-02", "2026-11-20"))
        .await
        .leads_to(&format!("{AT}/register?done=corrected"));
    browser.get(&at).await.is(404);
    let csv = browser.get(&format!("{AT}/register.csv?year=2026")).await;
    csv.is(200).says("94-00-17;2026-11-02;2026-11-20;");
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"kyustendil-register-2026.csv\""
    );

    let remove = format!("{AT}/registered/remove?number=94-00-17");
    browser
        .post(&remove, &[])
        .await
        .leads_to(&format!("{AT}/register?done=unregistered"));
    browser.post(&remove, &[]).await.is(404);
    browser
        .get(&format!("{AT}/register"))
        .await
        .says("There are no entries of this year.");
    let log = server.app.store.audit_log(None, 10).await.unwrap();
    let acts: Vec<&str> = log.iter().map(|entry| entry.act.as_str()).collect();
    assert!(
        acts[0].contains("registered") && acts[1].contains("registered"),
        "{acts:?}"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays() {
    let server = TestServer::start().await;
    let browser = editor(&server).await;
    let new = format!("{AT}/new-registered");
    for (fields, field, words) in [
        (
            entry("Иван Иванов", "2026-11-02", ""),
            "number",
            "is no register number",
        ),
        (entry("", "2026-11-02", ""), "number", "the field is empty"),
        (entry("1", "", ""), "registered", "the field is empty"),
        (
            entry("1", "2026-11-20", "2026-11-02"),
            "answered",
            "it was registered later",
        ),
        (entry("1", "2027-01-01", ""), "registered", "is still to come"),
    ] {
        let seen = browser.post(&new, &fields).await;
        seen.is(422).says(&format!("id=\"{field}-error\"")).says(words);
        seen.says(&format!("name=\"number\" type=\"text\" value=\"{}\"", fields[1].1));
    }
    server.shutdown().await;
}

#[tokio::test]
async fn a_table_is_taken_as_a_whole_or_not_at_all() {
    let server = TestServer::start().await;
    let browser = editor(&server).await;
    let at = format!("{AT}/import-registered");
    let faulty = "вид;номер;регистриран;име\nсигнал;1;2026-11-02;Иван";
    browser
        .post(&at, &[("table", faulty)])
        .await
        .is(422)
        .says("role=\"alert\"")
        .says("име");
    let table = "вид\tномер\tрегистриран\tотговорен\nсигнал\t94-1\t02.11.2026\t20.11.2026\nписмо\t94-2\t03.11.2026\t";
    browser
        .post(&at, &[("table", table)])
        .await
        .leads_to(&format!("{AT}/register?done=list-taken"));
    let list = browser.get(&format!("{AT}/register")).await;
    list.says("1\u{a0}signal, 1\u{a0}letter").says("94-1").says("94-2");
    // What was given out is taken in again.
    let csv = browser.get(&format!("{AT}/register.csv")).await;
    browser
        .post(&at, &[("table", &csv.text)])
        .await
        .leads_to(&format!("{AT}/register?done=list-taken"));
    server.shutdown().await;
}

#[tokio::test]
async fn an_analyst_reads_the_register_and_writes_nothing() {
    let server = TestServer::start().await;
    let browser = analyst(&server).await;
    browser
        .get(&format!("{AT}/register"))
        .await
        .is(200)
        .silent_of("new-registered");
    browser.get(&format!("{AT}/new-registered")).await.is(403);
    browser
        .post(&format!("{AT}/new-registered"), &entry("1", "2026-11-02", ""))
        .await
        .is(403);
    server.shutdown().await;
}
