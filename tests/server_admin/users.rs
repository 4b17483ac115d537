//! Users, the log of what they did, and the language of their pages.

use parter::server::store::users::Role;

use crate::{
    given::{ADMINISTRATOR, acted, administrator, between, log, office},
    staff::{Browser, PASSWORD, add_user},
    support::monday,
};

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
