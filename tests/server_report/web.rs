//! The report through HTTP: who may see it, in which language, and as which files.

use chrono::{DateTime, Utc};
use parter::server::store::users::Role;

use crate::{
    staff::Browser,
    support::TestServer,
    years::{Years, store::settle},
};

const AT: &str = "/admin/figures/kyustendil/report";

/// Some weeks of the last year are known.
async fn town() -> TestServer {
    let server = TestServer::start().await;
    let years = Years {
        seed: 24,
        from: "2025-11-24".parse().unwrap(),
        to: "2025-12-12".parse().unwrap(),
        visits: 15,
    };
    settle(&server.app, &years).await;
    let now: DateTime<Utc> = "2026-02-02T08:30:00Z".parse().unwrap();
    server.clock.set(now);
    server
}

#[tokio::test]
async fn all_staff_read_it_and_nobody_else() {
    let server = town().await;
    let nobody = Browser::new(&server);
    for ending in ["", ".pdf", ".xlsx", ".zip"] {
        let at = format!("{AT}{ending}");
        nobody.get(&at).await.leads_to(&format!("/admin/sign-in?next={at}"));
    }
    for (name, role) in [
        ("a.analyst", Role::Analyst),
        ("e.editor", Role::Editor),
        ("i.admin", Role::Administrator),
    ] {
        let browser = Browser::signed_in(&server, name, role).await;
        browser.get(AT).await.is(200).says("Yearly report").says("2025");
    }
    server.shutdown().await;
}

#[tokio::test]
async fn it_comes_as_a_page_and_as_three_files_in_either_language() {
    let server = town().await;
    let browser = Browser::signed_in(&server, "a.analyst", Role::Analyst).await;
    let page = browser.get(AT).await;
    page.is(200)
        .says("own figures, not the official satisfaction index")
        .says("November 2025")
        .says("The ordinance, Art. 20")
        .says("report.pdf?year=2025");
    let kinds = [
        ("pdf", "application/pdf", "%PDF-"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "PK",
        ),
        ("zip", "application/zip", "PK"),
    ];
    for (ending, kind, begins) in kinds {
        for (lang, asked) in [("en", "en"), ("bg", "bg")] {
            let url = format!("{}{AT}.{ending}?year=2025", server.url);
            let request = server
                .client
                .get(url)
                .header("cookie", &browser.cookie)
                .header("accept-language", asked);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 200);
            let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
            assert_eq!(header("content-type"), kind);
            let name = format!("attachment; filename=\"kyustendil-report-2025-{lang}.{ending}\"");
            assert_eq!(header("content-disposition"), name);
            assert!(answer.bytes().await.unwrap().starts_with(begins.as_bytes()));
        }
    }
    server.shutdown().await;
}

#[tokio::test]
async fn what_there_is_no_report_of_is_not_found() {
    let server = town().await;
    let browser = Browser::signed_in(&server, "a.analyst", Role::Analyst).await;
    browser.get("/admin/figures/nowhere/report").await.is(404);
    browser.get(&format!("{AT}?year=2027")).await.is(404);
    browser.get(&format!("{AT}.pdf?year=1066")).await.is(404);
    browser.get(&format!("{AT}?year=soon")).await.is(400);
    // A year of which nothing is known is one, and says so.
    browser
        .get(&format!("{AT}?year=2024"))
        .await
        .is(200)
        .says("There are no ratings of the year.");
    // The year under way.
    browser
        .get(&format!("{AT}?year=2026"))
        .await
        .is(200)
        .says("The year is not over");
    server.shutdown().await;
}
