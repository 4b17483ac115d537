//! Every way into the server × everybody who may come: let in, or refused exactly so.

use std::collections::BTreeSet;

use parter::{
    protocol::version,
    server::{
        app,
        store::{audit::Actor, users::Role},
    },
};
use reqwest::Method;

use crate::staff::{Browser, add_user};
use crate::support::{TestKiosk, TestServer};

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Allowed {
    Everybody,
    Devices,
    /// Whoever shows the configured token.
    Metrics,
    Staff,
    Editors,
    Administrators,
}
use Allowed::{Administrators, Devices, Editors, Everybody, Metrics, Staff};

/// Here nothing is drawn: the program is this test, which can't, or has no screens.
const NO_PICTURE: u16 = if cfg!(feature = "kiosk") { 422 } else { 404 };

/// Of a form that takes a file: what comes after the session's token.
const NO_FILE: &str = "--line--";

/// Method, path, who may, what is sent, and the answer to those who may.
const TABLE: &[(&str, &str, Allowed, &str, u16)] = &[
    ("POST", "/api/v1/enrol", Everybody, "{}", 400),
    ("POST", "/api/v1/batches", Devices, "{\"records\":[]}", 207),
    ("POST", "/api/v1/token", Devices, "", 201),
    ("GET", "/api/v1/content", Devices, "", 204),
    ("GET", "/api/v1/objects/{sha256}", Devices, "", 404),
    ("GET", "/api/v1/images/{version}/{file}", Devices, "", 404),
    ("POST", "/api/v1/logs/{request}", Devices, "", 400),
    ("GET", "/api/openapi.json", Staff, "", 200),
    ("GET", "/healthz", Everybody, "", 200),
    ("GET", "/readyz", Everybody, "", 200),
    ("GET", "/metrics", Metrics, "", 200),
    ("GET", "/", Everybody, "", 303),
    ("GET", "/t/{code}", Everybody, "", 404),
    ("GET", "/t/{code}/events", Everybody, "", 404),
    ("GET", "/o/{municipality}", Everybody, "", 200),
    ("GET", "/o/{municipality}/{file}", Everybody, "", 404),
    ("GET", "/o/figures.schema.json", Everybody, "", 200),
    ("GET", "/assets/phone.css", Everybody, "", 200),
    ("GET", "/assets/phone.js", Everybody, "", 200),
    ("GET", "/assets/admin.css", Everybody, "", 200),
    ("GET", "/assets/SofiaSans-400.woff2", Everybody, "", 200),
    ("GET", "/assets/SofiaSans-600.woff2", Everybody, "", 200),
    ("GET", "/admin/language/{code}", Everybody, "", 303),
    ("GET", "/admin/sign-in", Everybody, "", 200),
    ("POST", "/admin/sign-in", Everybody, "name=", 422),
    ("POST", "/admin/sign-out", Staff, "", 303),
    ("GET", "/admin", Staff, "", 200),
    ("GET", "/admin/password", Staff, "", 200),
    ("POST", "/admin/password", Staff, "present=wrong", 422),
    ("GET", "/admin/kiosks", Staff, "", 200),
    ("GET", "/admin/kiosks/{id}", Staff, "", 200),
    ("GET", "/admin/kiosks/{id}/refused", Administrators, "", 200),
    ("GET", "/admin/new-kiosk", Administrators, "", 200),
    (
        "POST",
        "/admin/new-kiosk",
        Administrators,
        "name=x&municipality=samokov",
        201,
    ),
    ("POST", "/admin/kiosks/{id}/code", Administrators, "", 201),
    ("POST", "/admin/kiosks/{id}/name", Administrators, "name=Another", 303),
    ("GET", "/admin/kiosks/{id}/revoke", Administrators, "", 200),
    ("POST", "/admin/kiosks/{id}/revoke", Administrators, "", 303),
    ("POST", "/admin/kiosks/{id}/log", Administrators, "", 303),
    ("GET", "/admin/kiosks/{id}/logs/{log}", Administrators, "", 404),
    ("GET", "/admin/images", Staff, "", 200),
    ("POST", "/admin/images", Administrators, "share=10", 422),
    ("POST", "/admin/images/stop", Administrators, "", 303),
    ("POST", "/admin/kiosks/{id}/image-now", Administrators, "", 404),
    ("GET", "/admin/users", Administrators, "", 200),
    ("GET", "/admin/new-user", Administrators, "", 200),
    ("POST", "/admin/new-user", Administrators, "name=x&role=analyst", 422),
    ("GET", "/admin/users/{name}", Administrators, "", 200),
    ("POST", "/admin/users/{name}/role", Administrators, "role=editor", 303),
    ("POST", "/admin/users/{name}/disable", Administrators, "", 303),
    ("POST", "/admin/users/{name}/enable", Administrators, "", 303),
    (
        "POST",
        "/admin/users/{name}/password",
        Administrators,
        "password=short&again=short",
        422,
    ),
    ("GET", "/admin/audit", Administrators, "", 200),
    ("GET", "/admin/figures", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/satisfaction", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/register", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/register.csv", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/new-registered", Editors, "", 200),
    (
        "POST",
        "/admin/figures/{municipality}/new-registered",
        Editors,
        "number=",
        422,
    ),
    ("GET", "/admin/figures/{municipality}/registered", Editors, "", 400),
    ("POST", "/admin/figures/{municipality}/registered", Editors, "", 400),
    (
        "POST",
        "/admin/figures/{municipality}/registered/remove",
        Editors,
        "",
        400,
    ),
    (
        "GET",
        "/admin/figures/{municipality}/import-registered",
        Editors,
        "",
        200,
    ),
    (
        "POST",
        "/admin/figures/{municipality}/import-registered",
        Editors,
        "table=",
        422,
    ),
    ("GET", "/admin/figures/{municipality}/report", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/report.pdf", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/report.xlsx", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/report.zip", Staff, "", 200),
    ("GET", "/admin/figures/{municipality}/alerts", Staff, "", 200),
    (
        "POST",
        "/admin/figures/{municipality}/alerts",
        Editors,
        "rule=silent",
        422,
    ),
    (
        "POST",
        "/admin/figures/{municipality}/alert-addresses",
        Editors,
        "addresses=nobody",
        422,
    ),
    ("POST", "/admin/figures/{municipality}/alerts/{rule}", Editors, "", 400),
    (
        "POST",
        "/admin/figures/{municipality}/alerts/{rule}/remove",
        Editors,
        "",
        400,
    ),
    ("GET", "/assets/draft.js", Everybody, "", 200),
    ("GET", "/admin/content", Editors, "", 200),
    ("GET", "/admin/content/{municipality}", Editors, "", 200),
    ("GET", "/admin/content/{municipality}/history", Editors, "", 200),
    ("GET", "/admin/content/{municipality}/export/{file}", Editors, "", 200),
    ("GET", "/admin/content/{municipality}/preview", Editors, "", 200),
    (
        "GET",
        "/admin/content/{municipality}/preview/draft.png",
        Editors,
        "",
        NO_PICTURE,
    ),
    (
        "GET",
        "/admin/content/{municipality}/preview/shown.png",
        Editors,
        "",
        NO_PICTURE,
    ),
    (
        "POST",
        "/admin/content/{municipality}/history/{revision}",
        Editors,
        "",
        404,
    ),
    ("GET", "/admin/content/{municipality}/new-notice", Editors, "", 200),
    (
        "POST",
        "/admin/content/{municipality}/new-notice",
        Editors,
        "revision=1",
        422,
    ),
    (
        "GET",
        "/admin/content/{municipality}/notices/{notice}",
        Editors,
        "",
        404,
    ),
    (
        "POST",
        "/admin/content/{municipality}/notices/{notice}",
        Editors,
        "revision=1",
        422,
    ),
    (
        "POST",
        "/admin/content/{municipality}/notices/{notice}/remove",
        Editors,
        "revision=1",
        409,
    ),
    (
        "GET",
        "/admin/content/{municipality}/services/{service}",
        Editors,
        "",
        200,
    ),
    (
        "POST",
        "/admin/content/{municipality}/services/{service}",
        Editors,
        "revision=1",
        422,
    ),
    ("GET", "/admin/content/{municipality}/places/{place}", Editors, "", 200),
    (
        "POST",
        "/admin/content/{municipality}/places/{place}",
        Editors,
        "mon.0.from=late",
        422,
    ),
    ("GET", "/admin/content/{municipality}/new-closure", Editors, "", 200),
    (
        "POST",
        "/admin/content/{municipality}/new-closure",
        Editors,
        "revision=1",
        422,
    ),
    (
        "GET",
        "/admin/content/{municipality}/closures/{closure}",
        Editors,
        "",
        404,
    ),
    (
        "POST",
        "/admin/content/{municipality}/closures/{closure}",
        Editors,
        "revision=1",
        422,
    ),
    (
        "POST",
        "/admin/content/{municipality}/closures/{closure}/remove",
        Editors,
        "revision=1",
        409,
    ),
    ("GET", "/admin/new-municipality", Editors, "", 200),
    ("POST", "/admin/new-municipality", Editors, "id=1", 422),
    ("GET", "/admin/content/{municipality}/charter", Editors, "", 200),
    ("POST", "/admin/content/{municipality}/charter", Editors, "text=", 422),
    (
        "POST",
        "/admin/content/{municipality}/charter/preview",
        Editors,
        "text=",
        200,
    ),
    ("GET", "/admin/content/{municipality}/parts/{part}", Editors, "", 200),
    ("POST", "/admin/content/{municipality}/parts/{part}", Editors, "", 404),
    ("GET", "/admin/content/{municipality}/new-part/{part}", Editors, "", 200),
    (
        "POST",
        "/admin/content/{municipality}/new-part/{part}",
        Editors,
        "",
        422,
    ),
    (
        "GET",
        "/admin/content/{municipality}/parts/{part}/{entry}",
        Editors,
        "",
        404,
    ),
    (
        "POST",
        "/admin/content/{municipality}/parts/{part}/{entry}",
        Editors,
        "",
        422,
    ),
    (
        "POST",
        "/admin/content/{municipality}/parts/{part}/{entry}/act",
        Editors,
        "",
        404,
    ),
    ("GET", "/admin/content/{municipality}/import", Editors, "", 200),
    ("GET", "/admin/import-pack", Editors, "", 200),
    ("POST", "/admin/import-pack", Editors, NO_FILE, 422),
    ("POST", "/admin/content/{municipality}/import", Editors, NO_FILE, 422),
    (
        "POST",
        "/admin/content/{municipality}/import/pack",
        Editors,
        "upload=none",
        410,
    ),
    (
        "POST",
        "/admin/content/{municipality}/import/services",
        Editors,
        "upload=none",
        410,
    ),
    ("GET", "/admin/content/{municipality}/publish", Editors, "", 200),
    (
        "POST",
        "/admin/content/{municipality}/publish",
        Editors,
        "revision=none",
        409,
    ),
    (
        "POST",
        "/admin/content/{municipality}/publish/bundle",
        Editors,
        NO_FILE,
        422,
    ),
    (
        "POST",
        "/admin/content/{municipality}/publish/approve",
        Editors,
        "",
        409,
    ),
    (
        "POST",
        "/admin/content/{municipality}/publish/decline",
        Editors,
        "",
        409,
    ),
    (
        "POST",
        "/admin/content/{municipality}/publish/rule",
        Administrators,
        "",
        404,
    ),
    (
        "POST",
        "/admin/content/{municipality}/published/{version}/release",
        Editors,
        "",
        404,
    ),
    (
        "GET",
        "/admin/content/{municipality}/published/{version}/take-back",
        Editors,
        "",
        404,
    ),
    (
        "POST",
        "/admin/content/{municipality}/published/{version}/take-back",
        Editors,
        "",
        404,
    ),
];

const METRICS_TOKEN: &str = "0123456789abcdef";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Nobody,
    RevokedDevice,
    OtherDevice,
    Analyst,
    Editor,
    Administrator,
}

const EVERYBODY: [Who; 6] = [
    Who::Nobody,
    Who::RevokedDevice,
    Who::OtherDevice,
    Who::Analyst,
    Who::Editor,
    Who::Administrator,
];

impl Who {
    fn user(self) -> Option<&'static str> {
        match self {
            Self::Analyst => Some("analyst"),
            Self::Editor => Some("editor"),
            Self::Administrator => Some("administrator"),
            _ => None,
        }
    }

    /// What this one is answered, and where it is led.
    fn expected(self, allowed: Allowed, answer: u16) -> (u16, bool) {
        let is_staff = self.user().is_some();
        match allowed {
            Everybody => (answer, false),
            Devices if self == Self::OtherDevice => (answer, false),
            Devices if self == Self::RevokedDevice => (403, false),
            Devices | Metrics => (401, false),
            Staff if is_staff => (answer, false),
            Editors if matches!(self, Self::Editor | Self::Administrator) => (answer, false),
            Administrators if self == Self::Administrator => (answer, false),
            Editors | Administrators if is_staff => (403, false),
            // Those who have not signed in are led to where they can.
            Staff | Editors | Administrators => (303, true),
        }
    }
}

/// A server with everybody, and with somebody for whom the paths are meant.
struct World {
    server: TestServer,
    revoked: TestKiosk,
    other: TestKiosk,
    subject: TestKiosk,
}

impl World {
    async fn new() -> Self {
        let server = TestServer::with(|config| config.metrics.token = Some(METRICS_TOKEN.to_owned())).await;
        for (name, role) in [
            ("analyst", Role::Analyst),
            ("editor", Role::Editor),
            ("administrator", Role::Administrator),
            ("subject", Role::Analyst),
        ] {
            add_user(&server, name, role).await;
        }
        let (revoked, other, subject) = (
            server.kiosk("kyustendil/main").await,
            server.kiosk("kyustendil/main").await,
            server.kiosk("kyustendil/main").await,
        );
        let done = server
            .app
            .store
            .revoke_device(&revoked.device, &Actor::CommandLine, server.app.now());
        done.await.unwrap();
        Self {
            server,
            revoked,
            other,
            subject,
        }
    }

    fn path(&self, path: &str) -> String {
        let code = if path.contains("language") { "en" } else { "0000000000" };
        path.replace("{id}", &self.subject.device)
            .replace("{name}", "subject")
            .replace("{code}", code)
            .replace("{municipality}", "kyustendil")
            .replace("{service}", "2000")
            .replace("{place}", "obshtina")
            .replace("{revision}", "1")
            .replace("{notice}", "none")
            .replace("{closure}", "none")
            .replace("{part}", "queues")
            .replace("{file}", "services.csv")
            .replace("{entry}", "none")
            .replace("{version}", "1")
    }

    async fn ask(&self, who: Who, method: &str, path: &str, body: &str) -> reqwest::Response {
        let browser = match who.user() {
            Some(name) => Browser::with_session(&self.server, name).await,
            None => Browser::new(&self.server),
        };
        let url = format!("{}{}", self.server.url, self.path(path));
        let method: Method = method.parse().unwrap();
        let mut request = self
            .server
            .client
            .request(method.clone(), url)
            .header("cookie", &browser.cookie);
        request = match who {
            Who::RevokedDevice => request.bearer_auth(self.revoked.token.reveal()),
            Who::OtherDevice => request.bearer_auth(self.other.token.reveal()),
            _ => request,
        };
        if path.starts_with("/api/v1/") {
            request = request
                .header(version::HEADER, version::KNOWN.to_string())
                .header("content-type", "application/json")
                .body(body.to_owned());
        } else if method == Method::POST {
            let (kind, form) = form(&browser.csrf, body);
            request = request
                .header("origin", &self.server.url)
                .header("content-type", kind)
                .body(form);
        }
        request.send().await.unwrap()
    }
}

/// A form with this token, and its type.
fn form(csrf: &str, body: &str) -> (&'static str, String) {
    if body == NO_FILE {
        let token = format!("--line\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
        return ("multipart/form-data; boundary=line", token + body);
    }
    ("application/x-www-form-urlencoded", format!("csrf={csrf}&{body}"))
}

#[tokio::test]
async fn everybody_at_every_way_in_is_let_in_or_refused_as_the_table_says() {
    let routes = app::routes();
    let served: BTreeSet<_> = routes.iter().map(|route| (route.method.as_str(), route.path)).collect();
    let expected: BTreeSet<_> = TABLE.iter().map(|(method, path, ..)| (*method, *path)).collect();
    assert_eq!(served, expected, "the table says of every route who may use it");
    assert_eq!(routes.len(), TABLE.len());

    let world = World::new().await;
    for (method, path, allowed, body, answer) in TABLE {
        for who in EVERYBODY {
            let response = world.ask(who, method, path, body).await;
            let (status, to_sign_in) = who.expected(*allowed, *answer);
            assert_eq!(response.status(), status, "{method} {path} for {who:?}");
            let location = response
                .headers()
                .get("location")
                .map_or("", |value| value.to_str().unwrap());
            let is_led = to_sign_in == location.starts_with("/admin/sign-in") || *path == "/admin/sign-out";
            assert!(is_led, "{method} {path} for {who:?}: {location}");
        }
    }
}

#[tokio::test]
async fn metrics_open_to_their_token_alone_and_are_not_there_without_one() {
    let world = World::new().await;
    let url = format!("{}/metrics", world.server.url);
    let shown = world
        .server
        .client
        .get(&url)
        .bearer_auth(METRICS_TOKEN)
        .send()
        .await
        .unwrap();
    assert_eq!(shown.status(), 200);
    let closed = TestServer::start().await;
    let hidden = closed
        .client
        .get(format!("{}/metrics", closed.url))
        .bearer_auth(METRICS_TOKEN);
    assert_eq!(hidden.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn forms_of_other_sites_and_other_sessions_are_refused_everywhere() {
    let world = World::new().await;
    let forms = TABLE
        .iter()
        .filter(|(method, path, ..)| *method == "POST" && !path.starts_with("/api/"));
    for (_, path, allowed, body, _) in forms {
        let mut browser = Browser::with_session(&world.server, "administrator").await;
        let path = world.path(path);
        let sent = |csrf: &str| {
            let (kind, form) = form(csrf, body);
            Some((kind, form.into_bytes()))
        };
        if *allowed != Everybody {
            let other = Browser::with_session(&world.server, "administrator").await;
            for csrf in ["", &other.csrf] {
                browser
                    .send_as(Method::POST, &path, sent(csrf))
                    .await
                    .is(403)
                    .says("was not accepted");
            }
        }
        for origin in [None, Some("https://elsewhere.example"), Some("null")] {
            browser.origin = origin.map(str::to_owned);
            let refused = browser.send_as(Method::POST, &path, sent(&browser.csrf)).await;
            refused.is(403).says("was not accepted");
        }
    }
    // Nothing of all that was done.
    let users = world.server.app.store.users().await.unwrap();
    assert!(users.iter().all(|user| user.disabled_at.is_none()));
    let device = world
        .server
        .app
        .store
        .device(&world.subject.device, world.server.app.now());
    assert_eq!(device.await.unwrap().unwrap().device.revoked_at, None);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    let world = World::new().await;
    for (method, path, _, body, _) in TABLE.iter().chain(&[("GET", "/nothing", Everybody, "", 404)]) {
        for who in [Who::Nobody, Who::Administrator] {
            let response = world.ask(who, method, path, body).await;
            let header = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().unwrap());
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("x-frame-options"), "DENY", "{path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{path}");
            assert!(header("strict-transport-security").starts_with("max-age="), "{path}");
            let policy = header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
                "{path}: {policy}"
            );
            // What everybody may read is kept by everybody's browser, for a while.
            let kept = path.starts_with("/o/") && response.status() == 200;
            let cache = header("cache-control");
            assert!(
                cache.contains(if kept { "public, max-age=" } else { "no-store" }),
                "{path}: {cache}"
            );
        }
    }
}
