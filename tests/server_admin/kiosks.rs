//! Kiosks: added, renamed, revoked, and how each is.

use chrono::TimeDelta;
use parter::{
    protocol::{record::Record, version},
    server::store::users::Role,
};

use crate::{
    given::{ADMINISTRATOR, acted, administrator, between, log, office},
    staff::add_user,
    support::{TestServer, monday, visit_record},
};

/// What a camera reads of the page's QR.
fn read_qr(page: &str) -> String {
    const MODULE: usize = 4;
    let (_, page) = page.split_once("class=\"qr\"").unwrap();
    let side: usize = between(page, "viewBox=\"0 0 ", " ").parse().unwrap();
    let squares = between(page, "<path d=\"M", "\"").split('M');
    let mut picture = vec![255; (side * MODULE).pow(2)];
    for square in squares {
        let (x, y) = square.split_once('h').unwrap().0.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        for row in y * MODULE..(y + 1) * MODULE {
            picture[row * side * MODULE..][x * MODULE..(x + 1) * MODULE].fill(0);
        }
    }
    let mut camera = rqrr::PreparedImage::prepare_from_greyscale(side * MODULE, side * MODULE, |x, y| {
        picture[y * side * MODULE + x]
    });
    let codes = camera.detect_grids();
    codes[0].decode().unwrap().1
}

#[tokio::test]
async fn a_code_is_shown_once_and_makes_the_kiosk_a_device() {
    let server = office().await;
    let browser = administrator(&server).await;
    let new = [("name", "Foyer <1>"), ("municipality", "samokov")];
    let made = browser.post("/admin/new-kiosk", &new).await;
    made.is(201).says("until").says(
        "24 November 2026, 10:30"
            .replace(' ', "\u{a0}")
            .replace(",\u{a0}", ", ")
            .as_str(),
    );
    made.says("pack = &quot;samokov&quot;\nplace = &quot;obshtina&quot;\n\n[server]");
    let code = between(&made.text, "enrolment_code = &quot;", "&quot;");
    assert_eq!(code.len(), 19);
    assert_eq!(read_qr(&made.text), code);
    let id = between(&made.text, "href=\"/admin/kiosks/", "\"").to_owned();
    let kiosk = format!("/admin/kiosks/{id}");
    for page in [kiosk.as_str(), "/admin/kiosks", "/admin", "/admin/audit"] {
        let seen = browser.get(page).await;
        seen.is(200).silent_of(&code[5..]).silent_of("Foyer <1>");
    }
    browser
        .get(&kiosk)
        .await
        .says("Foyer &lt;1&gt;")
        .says("Not enrolled yet, its code is good until");

    browser
        .post("/admin/new-kiosk", &new)
        .await
        .is(422)
        .says("There is a kiosk of this name");
    browser
        .post("/admin/new-kiosk", &[("name", "x"), ("municipality", "atlantis")])
        .await
        .is(404);

    // As a kiosk types it.
    let enrol = |code: &str| {
        let body = format!(
            "{{\"code\":\"{code}\",\"municipality\":\"samokov\",\"lobby\":\"samokov/main\",\"program\":\"0.1.0\"}}"
        );
        let request = server.client.post(format!("{}/api/v1/enrol", server.url)).body(body);
        request
            .header("content-type", "application/json")
            .header(version::HEADER, "1")
            .send()
    };
    let enrolled = enrol(&code.to_lowercase()).await.unwrap();
    assert_eq!(enrolled.status(), 201);
    let enrolled: serde_json::Value = serde_json::from_slice(&enrolled.bytes().await.unwrap()).unwrap();
    let first = server.client.post(format!("{}/api/v1/token", server.url));
    let first = first
        .bearer_auth(enrolled["token"].as_str().unwrap())
        .header(version::HEADER, "1");
    assert_eq!(first.send().await.unwrap().status(), 201);
    assert_eq!(enrol(code).await.unwrap().status(), 403);
    browser.get(&kiosk).await.says("Works").says("samokov/main");

    // A code in place of another, which is good no more.
    let again = async || {
        let seen = browser.post(&format!("{kiosk}/code"), &[]).await;
        between(&seen.text, "enrolment_code = &quot;", "&quot;").to_owned()
    };
    let (first, second) = (again().await, again().await);
    assert_eq!(enrol(&first).await.unwrap().status(), 403);
    assert_eq!(enrol(&second).await.unwrap().status(), 201);

    // Nobody has seen the last one within a day.
    browser
        .post("/admin/new-kiosk", &[("name", "Other"), ("municipality", "samokov")])
        .await
        .is(201);
    server.clock.advance(TimeDelta::hours(25));
    let later = administrator(&server).await;
    later.get("/admin").await.says("Not enrolled, its code is good no more");
}

#[tokio::test]
async fn a_kiosk_is_renamed_and_the_log_says_how() {
    let server = office().await;
    let kiosk = server.kiosk_named("Foyer", "kyustendil/obshtina").await;
    server.kiosk_named("Cash desk", "kyustendil/obshtina").await;
    let browser = administrator(&server).await;
    let at = format!("/admin/kiosks/{}", kiosk.device);
    let rename = async |name: &str| browser.post(&format!("{at}/name"), &[("name", name)]).await;
    let too_long = "n".repeat(61);
    for name in ["", "  ", "a\nb", &too_long] {
        rename(name).await.is(422).says("Write a name of up to 60 characters.");
    }
    let taken = rename("Cash desk").await;
    taken
        .is(422)
        .says("There is a kiosk of this name")
        .says("value=\"Cash desk\"")
        .says("<h1>Foyer</h1>");
    rename(" Foyer <left> ").await.leads_to(&format!("{at}?done=renamed"));
    let seen = browser.get(&format!("{at}?done=renamed")).await;
    seen.says("The kiosk is renamed.").says("<h1>Foyer &lt;left&gt;</h1>");
    assert_eq!(kiosk.post(Vec::new()).await.status(), 207, "its token is good");
    assert_eq!(
        log(&server).await[0],
        acted(ADMINISTRATOR, "rename_device", &kiosk.device)
    );
    browser
        .get("/admin/audit")
        .await
        .says("renamed a kiosk")
        .says("Foyer &lt;left&gt;");
    browser
        .post("/admin/kiosks/nothing/name", &[("name", "x")])
        .await
        .is(404);
}

/// A town whose pack the program does not have.
#[tokio::test]
async fn a_town_with_a_pack_in_the_configuration_is_served_as_any() {
    let server = TestServer::with(|config| config.packs = vec!["tests/packs/minimal".into()]).await;
    add_user(&server, ADMINISTRATOR, Role::Administrator).await;
    let browser = administrator(&server).await;
    let form = browser.get("/admin/new-kiosk").await;
    form.says("<option value=\"minimal\">Example Municipality</option>")
        .says("<option value=\"kyustendil\">");
    browser
        .post("/admin/new-kiosk", &[("name", "Foyer"), ("municipality", "minimal")])
        .await
        .is(201);
    let kiosk = server.kiosk_named("Entrance", "minimal/hall").await;
    browser
        .get(&format!("/admin/kiosks/{}", kiosk.device))
        .await
        .says("Example Municipality")
        .says("Town hall");
    let visit = kiosk.visit("plans", 'А', 1, monday(10, 0));
    kiosk.tell(&[visit_record(&visit)]).await;
    browser
        .get(&format!("/t/{}", visit.ticket.code))
        .await
        .says("Example Municipality")
        .says("Town hall")
        .says("Plans");
    // Without it there is no such town.
    let server = office().await;
    let browser = administrator(&server).await;
    browser
        .post("/admin/new-kiosk", &[("name", "Foyer"), ("municipality", "minimal")])
        .await
        .is(404);
}

#[tokio::test]
async fn a_revoked_kiosk_is_refused_until_it_has_a_new_code() {
    let server = office().await;
    let kiosk = server.kiosk_named("Foyer", "kyustendil/obshtina").await;
    let browser = administrator(&server).await;
    let at = format!("/admin/kiosks/{}", kiosk.device);
    assert_eq!(kiosk.post(Vec::new()).await.status(), 207);
    browser.get(&format!("{at}/revoke")).await.is(200).says("Foyer");
    assert_eq!(
        kiosk.post(Vec::new()).await.status(),
        207,
        "to be asked is to do nothing"
    );
    browser
        .post(&format!("{at}/revoke"), &[])
        .await
        .leads_to(&format!("{at}?done=revoked"));
    assert_eq!(kiosk.post(Vec::new()).await.status(), 403);
    browser
        .post(&format!("{at}/revoke"), &[])
        .await
        .leads_to(&format!("{at}?done=revoked"));
    browser.get(&at).await.says("Revoked").silent_of("/revoke\"");
    let log = log(&server).await;
    assert_eq!(log[0], acted(ADMINISTRATOR, "revoke_device", &kiosk.device));
    assert_eq!(log.iter().filter(|(_, act, _)| act == "revoke_device").count(), 1);
    browser.get("/admin/kiosks/nothing").await.is(404);
    browser.post("/admin/kiosks/nothing/revoke", &[]).await.is(404);
}

#[tokio::test]
async fn a_silent_kiosk_is_marked_after_ten_minutes_and_comes_first() {
    let server = office().await;
    server.kiosk_named("A quiet one", "kyustendil/obshtina").await;
    server.clock.advance(TimeDelta::minutes(9));
    let browser = administrator(&server).await;
    browser.get("/admin").await.says("All is well.");
    server.kiosk_named("A lively one", "kyustendil/obshtina").await;
    server.clock.advance(TimeDelta::minutes(1));
    let fleet = browser.get("/admin/kiosks").await;
    let silent = fleet.says("Silent, last heard").text.find("A quiet one");
    assert!(silent < fleet.text.find("A lively one"));
    browser
        .get("/admin")
        .await
        .says("Need attention")
        .says("A quiet one")
        .silent_of("A lively one");
}

#[tokio::test]
async fn what_was_rejected_is_shown_as_it_came_and_run_by_nobody() {
    let server = office().await;
    let kiosk = server.kiosk_named("Foyer", "kyustendil/obshtina").await;
    let record = |payload: &str| Record::new("unheard_of", "1".to_owned(), payload.to_owned()).unwrap();
    let (kept, other) = (record("{\"news\":1}"), record("{\"news\":\"<img src=x>\"}"));
    kiosk.tell(std::slice::from_ref(&kept)).await;
    kiosk.send(std::slice::from_ref(&other)).await;
    let browser = administrator(&server).await;
    let seen = browser.get(&format!("/admin/kiosks/{}/refused", kiosk.device)).await;
    seen.says("the same id with other content")
        .says("&lt;img src=x&gt;")
        .silent_of("<img");
    seen.says(&kept.sha256.to_string()).says(&other.sha256.to_string());
}
