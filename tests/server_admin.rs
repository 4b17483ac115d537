//! What staff do with the server, through HTTP: sign in, look after kiosks and users, and what is kept of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/staff.rs"]
mod staff;
#[path = "support/server.rs"]
mod support;

use chrono::TimeDelta;
use parter::{
    protocol::{record::Record, version},
    server::{
        auth::sessions,
        store::users::{Role, SESSION_IDLE, SESSION_LIFE},
    },
};
use staff::{Browser, PASSWORD, add_user};
use support::{TestServer, monday, visit_record};

const ADMINISTRATOR: &str = "m.ivanova";

async fn office() -> TestServer {
    let server = TestServer::start().await;
    add_user(&server, ADMINISTRATOR, Role::Administrator).await;
    server
}

async fn administrator(server: &TestServer) -> Browser<'_> {
    Browser::with_session(server, ADMINISTRATOR).await
}

/// The acts in the log, the newest first, with who did each and to whom.
async fn log(server: &TestServer) -> Vec<(String, String, String)> {
    let entries = server.app.store.audit_log(None, 100).await.unwrap();
    entries
        .into_iter()
        .map(|entry| (entry.actor, entry.act, entry.subject))
        .collect()
}

fn acted(actor: &str, act: &str, subject: &str) -> (String, String, String) {
    (actor.to_owned(), act.to_owned(), subject.to_owned())
}

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

/// Between two texts on a page.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect(before);
    rest.split_once(after).unwrap().0
}

#[tokio::test]
async fn the_session_is_new_at_every_sign_in_and_its_cookie_is_closed_to_all_else() {
    let server = office().await;
    let mut browser = Browser::new(&server);
    browser.cookie = format!("{}=planted", sessions::COOKIE_NAME);
    let seen = browser.sign_in(" M.Ivanova ", PASSWORD).await;
    seen.leads_to("/admin");
    let cookie = seen.headers["set-cookie"].to_str().unwrap();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Strict");
    let secret = value.strip_prefix("__Host-parter=").unwrap();
    assert!(secret.len() == 64 && secret != "planted");
    browser.get("/admin").await.is(200);

    // Signing in again leaves nothing of the session before.
    let mut old = Browser::new(&server);
    old.cookie.clone_from(&browser.cookie);
    browser.sign_in(ADMINISTRATOR, PASSWORD).await.leads_to("/admin");
    old.get("/admin").await.leads_to("/admin/sign-in?next=/admin");

    let out = browser.post("/admin/sign-out", &[]).await;
    out.leads_to("/admin/sign-in");
    assert!(out.headers["set-cookie"].to_str().unwrap().ends_with("Max-Age=0"));
    browser.get("/admin").await.leads_to("/admin/sign-in?next=/admin");
    let log = log(&server).await;
    assert_eq!(log[0], acted(ADMINISTRATOR, "sign_out", ADMINISTRATOR));
    assert_eq!(log.iter().filter(|(_, act, _)| act == "sign_in").count(), 2);
}

#[tokio::test]
async fn a_wrong_name_a_wrong_password_and_a_disabled_user_are_answered_alike() {
    let server = office().await;
    add_user(&server, "gone", Role::Editor).await;
    administrator(&server)
        .await
        .post("/admin/users/gone/disable", &[])
        .await
        .leads_to("/admin/users/gone?done=disabled");
    let mut browser = Browser::new(&server);
    let mut answers = Vec::new();
    for (name, password) in [
        (ADMINISTRATOR, "not the right one"),
        ("nobody", "not the right one"),
        ("gone", PASSWORD),
        ("<no name>", "not the right one"),
    ] {
        let seen = browser.sign_in(name, password).await;
        seen.is(422).says("The name or the password is wrong.");
        assert!(seen.headers.get("set-cookie").is_none());
        let escaped = name.replace('<', "&lt;").replace('>', "&gt;");
        answers.push(seen.text.replace(&escaped, "NAME"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

/// What takes the time is to compute a hash: there is one for every attempt, whoever it is for.
#[tokio::test]
async fn a_name_that_is_not_there_costs_as_much_as_one_that_is() {
    let server = office().await;
    let mut browser = Browser::new(&server);
    let checks = || {
        let text = server.app.metrics.text();
        between(&text, "parter_password_checks_total ", "\n")
            .parse::<u32>()
            .unwrap()
    };
    for (attempt, name) in [ADMINISTRATOR, "nobody", "<no name>", ""].into_iter().enumerate() {
        browser.sign_in(name, "not the right one").await.is(422);
        assert_eq!(checks(), 1 + u32::try_from(attempt).unwrap(), "{name}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_for_an_address_and_for_a_name() {
    let server = TestServer::with(|config| config.behind_proxy = true).await;
    add_user(&server, ADMINISTRATOR, Role::Administrator).await;
    let mut browser = Browser::new(&server);
    let limits = &server.app.limits;
    // One name from everywhere. The form's attempts count as any.
    browser.address = Some("192.0.2.1".to_owned());
    browser.sign_in(ADMINISTRATOR, "not the right one").await.is(422);
    while limits.sign_in_name.check(&ADMINISTRATOR.to_owned()).is_ok() {}
    browser.address = Some("192.0.2.6".to_owned());
    let limited = browser.sign_in(ADMINISTRATOR, PASSWORD).await;
    limited.is(429).says("Too many attempts. Wait for 1");
    let wait: u64 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    // Every name from one address.
    let address = "192.0.2.7";
    browser.address = Some(address.to_owned());
    browser.sign_in("name", "not the right one").await.is(422);
    while limits.sign_in.check(&address.parse().unwrap()).is_ok() {}
    browser.sign_in("another", "not the right one").await.is(429);
    // Nobody else is held up.
    add_user(&server, "p.petrov", Role::Editor).await;
    browser.address = Some("192.0.2.8".to_owned());
    browser.sign_in("p.petrov", PASSWORD).await.leads_to("/admin");
}

#[tokio::test]
async fn after_signing_in_one_goes_where_one_wanted_and_never_elsewhere() {
    let server = office().await;
    let browser = Browser::new(&server);
    browser
        .get("/admin/kiosks")
        .await
        .leads_to("/admin/sign-in?next=/admin/kiosks");
    browser
        .get("/admin/sign-in?next=/admin/kiosks")
        .await
        .says("value=\"/admin/kiosks\"");
    for (next, to) in [
        ("/admin/kiosks", "/admin/kiosks"),
        ("https://elsewhere.example/admin", "/admin"),
        ("//elsewhere.example/admin", "/admin"),
        ("/\\elsewhere.example", "/admin"),
        ("/admin\r\nset-cookie: a=b", "/admin"),
        ("", "/admin"),
    ] {
        // A limit of its own for each: the user is another.
        let name = format!("user{}", next.len());
        add_user(&server, &name, Role::Editor).await;
        let fields = [("name", name.as_str()), ("password", PASSWORD), ("next", next)];
        browser.post("/admin/sign-in", &fields).await.leads_to(to);
    }
    for next in ["//elsewhere.example", "https://elsewhere.example"] {
        browser
            .get(&format!("/admin/language/en?next={next}"))
            .await
            .leads_to("/admin");
    }
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_half_a_day() {
    let server = office().await;
    let idle = administrator(&server).await;
    let busy = administrator(&server).await;
    let began = server.app.now();
    server.clock.advance(SESSION_IDLE + TimeDelta::seconds(1));
    idle.get("/admin").await.leads_to("/admin/sign-in?next=/admin");
    server.clock.set(began);
    while server.app.now() - began < SESSION_LIFE - SESSION_IDLE {
        busy.get("/admin").await.is(200);
        server.clock.advance(SESSION_IDLE - TimeDelta::minutes(1));
    }
    server.clock.set(began + SESSION_LIFE + TimeDelta::seconds(1));
    busy.get("/admin").await.leads_to("/admin/sign-in?next=/admin");
}

#[tokio::test]
async fn a_new_password_signs_out_everywhere_else() {
    let server = office().await;
    let elsewhere = administrator(&server).await;
    let mut browser = administrator(&server).await;
    let change = |present, new, again| [("present", present), ("password", new), ("again", again)];
    let new = "quite another sentence";
    browser
        .post("/admin/password", &change("not the right one", new, new))
        .await
        .is(422)
        .says("The password is wrong.");
    browser
        .post("/admin/password", &change(PASSWORD, "short", "short"))
        .await
        .is(422)
        .says("too short");
    browser
        .post("/admin/password", &change(PASSWORD, new, "another"))
        .await
        .is(422)
        .says("The two passwords differ.");
    let done = browser.post("/admin/password", &change(PASSWORD, new, new)).await;
    done.leads_to("/admin/password?done=password");
    elsewhere.get("/admin").await.leads_to("/admin/sign-in?next=/admin");
    browser.get("/admin").await.leads_to("/admin/sign-in?next=/admin");
    browser.keep_cookie(&done);
    browser
        .get("/admin/password?done=password")
        .await
        .is(200)
        .says("The password is changed.");
    Browser::new(&server).sign_in(ADMINISTRATOR, PASSWORD).await.is(422);
    assert_eq!(
        log(&server).await[1],
        acted(ADMINISTRATOR, "change_password", ADMINISTRATOR)
    );
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

#[tokio::test]
async fn users_are_made_and_changed_and_every_act_is_in_the_log() {
    let server = office().await;
    let browser = administrator(&server).await;
    let form = |name, role, again| [("name", name), ("role", role), ("password", PASSWORD), ("again", again)];
    browser
        .post("/admin/new-user", &form("Петров", "editor", PASSWORD))
        .await
        .is(422)
        .says("This name won't do");
    browser
        .post("/admin/new-user", &form("p.petrov", "editor", "else"))
        .await
        .is(422)
        .says("differ");
    browser
        .post("/admin/new-user", &form("p.petrov", "king", PASSWORD))
        .await
        .is(404);
    let page = "/admin/users/p.petrov";
    browser
        .post("/admin/new-user", &form("P.Petrov", "editor", PASSWORD))
        .await
        .leads_to(&format!("{page}?done=added"));
    browser
        .post("/admin/new-user", &form("p.petrov", "editor", PASSWORD))
        .await
        .is(422)
        .says("There is a user of this name");

    let mut user = Browser::new(&server);
    user.sign_in("p.petrov", PASSWORD).await.leads_to("/admin");
    user.get("/admin/users").await.is(403).says("You have no right");
    browser
        .post(&format!("{page}/role"), &[("role", "administrator")])
        .await
        .leads_to(&format!("{page}?done=role"));
    user.get("/admin/users").await.is(200);
    browser
        .post(&format!("{page}/disable"), &[])
        .await
        .leads_to(&format!("{page}?done=disabled"));
    user.get("/admin").await.leads_to("/admin/sign-in?next=/admin");
    browser
        .post(&format!("{page}/enable"), &[])
        .await
        .leads_to(&format!("{page}?done=enabled"));
    let new = "quite another sentence";
    let reset = [("password", new), ("again", new)];
    browser
        .post(&format!("{page}/password"), &reset)
        .await
        .leads_to(&format!("{page}?done=password"));
    user.sign_in("p.petrov", new).await.leads_to("/admin");
    browser
        .post("/admin/users/nobody/role", &[("role", "editor")])
        .await
        .is(404);

    let log = log(&server).await;
    let acts: Vec<&str> = log.iter().map(|(_, act, _)| act.as_str()).collect();
    let expected = [
        "sign_in",
        "change_password",
        "enable_user",
        "disable_user",
        "change_role",
        "sign_in",
        "add_user",
    ];
    assert_eq!(&acts[..7], expected);
    assert_eq!(log[1], acted(ADMINISTRATOR, "change_password", "p.petrov"));
    browser
        .get("/admin/audit")
        .await
        .says("disabled a user")
        .silent_of(PASSWORD);
}

#[tokio::test]
async fn the_last_administrator_stays_and_is_told_why() {
    let server = office().await;
    let browser = administrator(&server).await;
    let page = format!("/admin/users/{ADMINISTRATOR}");
    for (act, fields) in [("role", &[("role", "editor")][..]), ("disable", &[])] {
        let refused = browser.post(&format!("{page}/{act}"), fields).await;
        refused
            .is(409)
            .says("This is the last administrator.")
            .says("role=\"alert\"");
    }
    browser.get("/admin/users").await.is(200);
    // With a second one the first may go, and the page that it may not see any more is not where it is led.
    add_user(&server, "second", Role::Administrator).await;
    browser
        .post(&format!("{page}/role"), &[("role", "editor")])
        .await
        .leads_to("/admin?done=role");
    browser
        .get("/admin?done=role")
        .await
        .is(200)
        .says("The role is changed.");
    browser.get("/admin/users").await.is(403);
}

#[tokio::test]
async fn the_log_is_read_page_by_page_to_its_beginning() {
    let server = office().await;
    for minute in 0..60 {
        server.clock.set(monday(11, minute));
        administrator(&server).await;
    }
    let browser = administrator(&server).await;
    let newest = browser.get("/admin/audit").await;
    newest.says("11:59").silent_of("added a user");
    let older = between(&newest.text, "href=\"/admin/audit?before=", "\"");
    let oldest = browser.get(&format!("/admin/audit?before={older}")).await;
    oldest
        .says("added a user")
        .says("the command line")
        .silent_of("11:59")
        .silent_of("?before=");
}

#[tokio::test]
async fn the_language_is_the_browsers_until_it_is_chosen() {
    let server = office().await;
    let mut browser = Browser::new(&server);
    browser.get("/admin/sign-in").await.says("<html lang=\"en\">");
    let chosen = browser.get("/admin/language/bg?next=/admin/sign-in").await;
    chosen.leads_to("/admin/sign-in");
    assert!(
        chosen.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("; Secure; HttpOnly; SameSite=Lax; ")
    );
    browser.keep_cookie(&chosen);
    browser
        .get("/admin/sign-in")
        .await
        .says("<html lang=\"bg\">")
        .says("Потребителско име");
    browser.get("/admin/nothing").await.is(404).says("Няма такава страница");
    browser.get("/admin/language/de").await.is(404);
}
