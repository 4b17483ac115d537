//! The database is away for a while: what those see who look on meanwhile, and that all comes back by itself.

use crate::phone::Page;
use crate::postgres::{Server, Settings};
use crate::support::{TestServer, monday, visit_record};

#[tokio::test]
async fn a_phone_is_told_calmly_and_tries_again_until_the_database_is_back() {
    let database = Server::start(Settings {
        durable: true,
        ..Settings::default()
    });
    let address = database.database().await;
    let server = TestServer::with(|config| config.database = Some(address)).await;
    let kiosk = server.kiosk("kyustendil/obshtina").await;
    let visit = kiosk.visit("kasa", 'К', 12, monday(10, 10));
    kiosk.tell(&[visit_record(&visit)]).await;
    let path = format!("/t/{}", visit.ticket.code);
    Page::get(&server, &path, "bg").await.says(&["К\u{a0}012"]);

    database.stop();
    for (lang, html, texts) in [
        (
            "bg",
            "<html lang=\"bg\">",
            ["Един момент", "но той важи. Страницата ще опита отново сама."],
        ),
        (
            "en",
            "<html lang=\"en\">",
            ["One moment", "but it is good. This page will try again by itself."],
        ),
    ] {
        let page = Page::get(&server, &path, lang).await;
        assert_eq!(page.status, 503);
        page.says(&texts);
        page.says(&[html, "<meta http-equiv=\"refresh\" content=\"15\">"]);
        assert_eq!(page.headers["retry-after"], "15");
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(!page.body.contains("postgres"), "{}", page.body);
        let events = Page::get(&server, &format!("{path}/events"), lang).await;
        assert_eq!(events.status, 503);
    }

    database.start_again();
    // The next look of the page; a connection that is being given up takes another.
    while Page::get(&server, &path, "bg").await.status == 503 {}
    Page::get(&server, &path, "bg")
        .await
        .says(&["К\u{a0}012", "Няма чакащи пред вас"]);
    server.shutdown().await;
}
