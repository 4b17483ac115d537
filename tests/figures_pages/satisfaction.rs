//! Satisfaction for staff.

use crate::given::{analyst, between, on_both, town};

#[tokio::test]
async fn a_month_is_told_with_its_interval_its_response_and_its_repeated_taps() {
    on_both(async |server| {
        let browser = analyst(server).await;
        let page = browser
            .get("/admin/figures/kyustendil/satisfaction?unit=month&on=2026-03-10")
            .await;
        page.is(200).says("<h1>Satisfaction</h1>").says("March 2026");
        for words in [
            "satisfied",
            "of visits were rated",
            "repeated taps, which do not count",
            "Wilson",
        ] {
            page.says(words);
        }
        for chart in ["faces", "course", "heat", "praise", "blame", "question-0"] {
            page.says(&format!("id=\"{chart}-title\""))
                .says(&format!("id=\"{chart}-summary\""));
        }
        // The faces together are all ratings.
        let faces = between(&page.text, "id=\"faces-summary\">", "<");
        let counts = faces
            .split(" (")
            .filter_map(|part| part.rsplit(": ").next()?.parse::<u32>().ok());
        let all: u32 = counts.sum();
        page.says(&format!("<strong>{all}</strong> ratings"));
        page.says("Cash desk").says("did not say");
    })
    .await;
}

#[tokio::test]
async fn every_unit_and_a_queue_can_be_chosen() {
    let server = town().await;
    let browser = analyst(&server).await;
    for (unit, words) in [
        ("day", "Wednesday, 18 March 2026"),
        ("week", "week 12 (16–22 March 2026)"),
        ("month", "March 2026"),
        ("quarter", "first quarter of 2026"),
        ("year", "2026"),
    ] {
        let at = format!("/admin/figures/kyustendil/satisfaction?unit={unit}&on=2026-03-18");
        browser.get(&at).await.is(200).says(words);
        browser
            .get(&format!("{at}&queue=kasa"))
            .await
            .is(200)
            .says("dividing them further would give single ratings away");
    }
    let before = browser
        .get("/admin/figures/kyustendil/satisfaction?unit=month&on=2026-02-01")
        .await;
    before.is(200).says("There are no ratings of this period.");
    before
        .says("unit=month&amp;on=2026-03-01")
        .says("unit=month&amp;on=2026-01-01");
    let now = browser.get("/admin/figures/kyustendil/satisfaction").await;
    now.is(200).says("April 2026").silent_of("rel=\"next\"");
    server.shutdown().await;
}
