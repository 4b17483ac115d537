//! The promise ledger for staff.

use crate::given::{analyst, on_both};

#[tokio::test]
async fn each_promise_stands_with_its_words_and_what_was_measured() {
    on_both(async |server| {
        let browser = analyst(server).await;
        let page = browser.get("/admin/figures/kyustendil?unit=month&on=2026-03-10").await;
        page.is(200).says("<h1>Promises</h1>").says("March 2026");
        page.says("Received within 10 minutes when booked in advance")
            .says("Promised: within 10 minutes")
            .says("служителите ни ще ви приемат и обслужват в рамките на 10 минути")
            .says("„Когато ни посетите“, line 112")
            .says("nine in ten within")
            .says("The ordinance: within 20 minutes for every visit");
        page.says("Reachable by telephone")
            .says("Nothing in the system records this promise.");
        page.says("href=\"/o/kyustendil\"");
    })
    .await;
}

#[tokio::test]
async fn a_period_without_cases_says_so() {
    let server = crate::given::town().await;
    let browser = analyst(&server).await;
    let page = browser.get("/admin/figures/kyustendil?unit=month&on=2026-02-10").await;
    page.is(200).says("There are fewer than 5 cases.");
    // One lobby of five.
    let page = browser
        .get("/admin/figures/kyustendil?unit=quarter&on=2026-04-10&lobby=kyustendil%2Fobshtina")
        .await;
    page.is(200)
        .says("second quarter of 2026")
        .says("<option value=\"kyustendil/obshtina\" selected>");
    for nonsense in ["?unit=eon&on=never&lobby=nowhere", "?unit=year&on=99999-01-01"] {
        browser
            .get(&format!("/admin/figures/kyustendil{nonsense}"))
            .await
            .is(200);
    }
    browser.get("/admin/figures/atlantis").await.is(404);
    browser
        .get("/admin/figures")
        .await
        .is(200)
        .says("/admin/figures/kyustendil");
    server.shutdown().await;
}
