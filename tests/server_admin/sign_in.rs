//! Signing in, sessions and one's own password.

use chrono::TimeDelta;
use parter::server::{
    auth::sessions,
    store::users::{Role, SESSION_IDLE, SESSION_LIFE},
};

use crate::{
    given::{ADMINISTRATOR, acted, administrator, between, log, office},
    staff::{Browser, PASSWORD, add_user},
    support::TestServer,
};

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
