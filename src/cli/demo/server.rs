//! The demonstration's server, in the same process: it expects the demonstration's kiosk.

use std::{
    error::Error,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    sync::Arc,
};

use tokio::runtime::Runtime;

use crate::{
    clock::Clock,
    crockford,
    protocol::secret::EnrolmentCode,
    server::{
        self, Server,
        auth::passwords,
        config::ServerConfig,
        store::{
            Store,
            audit::Actor,
            devices::{Changed, NewDevice, Offer},
            users::Role,
        },
    },
    web::lan,
};

/// The port, unless somebody has it.
const PORT: u16 = 8750;
const KIOSK: &str = "Demo";
const USER: &str = "demo";

/// The server while the demonstration lasts.
pub struct DemoServer {
    runtime: Runtime,
    server: Server,
    pub url: String,
    /// With which the kiosk enrols.
    pub code: EnrolmentCode,
    /// With which one signs in as `demo`; another at every start.
    pub password: String,
}

impl DemoServer {
    /// Starts it with its state in `state`, for a kiosk of this municipality; beyond this machine only where `lan` says so.
    pub fn start(
        state: &Path,
        municipality: &str,
        lan: bool,
        clock: Arc<dyn Clock + Send + Sync>,
    ) -> Result<Self, Box<dyn Error>> {
        let listener = listen(lan)?;
        let address = listener.local_addr()?;
        let host = if lan {
            lan::address().map_err(|_| "this machine is on no network: start the demonstration without --lan")?
        } else {
            address.ip()
        };
        let url = format!("http://{}", SocketAddr::new(host, address.port()));
        let config = ServerConfig {
            state: state.join("server"),
            listen: address,
            public_url: Some(url.clone()),
            ..ServerConfig::default()
        };
        let runtime = Runtime::new()?;
        let now = clock.now();
        let server = runtime.block_on(server::start_on(listener, &config, clock))?;
        let code = EnrolmentCode::random(&mut rand::rng());
        let password = crockford::random(passwords::SHORTEST, &mut rand::rng());
        runtime.block_on(async {
            let store = server.app.store.as_ref();
            expect_kiosk(store, municipality, &code, now).await?;
            let hash = passwords::hash(password.clone()).await?;
            if store
                .add_user(USER, Role::Administrator, &hash, &Actor::CommandLine, now)
                .await?
                == Changed::NameTaken
            {
                store.set_password(USER, &hash, &Actor::CommandLine, now).await?;
            }
            Ok::<_, Box<dyn Error>>(())
        })?;
        Ok(Self {
            runtime,
            server,
            url,
            code,
            password,
        })
    }

    pub fn shutdown(self) {
        self.runtime.block_on(self.server.shutdown());
    }
}

/// A code for the kiosk, which is there already after the first demonstration.
async fn expect_kiosk(
    store: &dyn Store,
    municipality: &str,
    code: &EnrolmentCode,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Box<dyn Error>> {
    let offer = Offer {
        name: code.offer().to_owned(),
        sha256: code.hash(),
    };
    let new = NewDevice {
        id: crockford::random(8, &mut rand::rng()),
        name: KIOSK.to_owned(),
        municipality: municipality.to_owned(),
    };
    if store.create_device(&new, &offer, &Actor::CommandLine, now).await? == Changed::NameTaken {
        let fleet = store.fleet(now).await?;
        let known = fleet.iter().map(|report| &report.device);
        let ours = known
            .into_iter()
            .find(|device| device.name == KIOSK && device.municipality == municipality);
        if let Some(device) = ours {
            store.offer_code(&device.id, &offer, &Actor::CommandLine, now).await?;
        }
    }
    Ok(())
}

/// On the usual port, so that tickets' pages are found at the next start too, or on a free one.
fn listen(lan: bool) -> io::Result<TcpListener> {
    let host = if lan {
        Ipv4Addr::UNSPECIFIED
    } else {
        Ipv4Addr::LOCALHOST
    };
    TcpListener::bind((host, PORT)).or_else(|_| TcpListener::bind((host, 0)))
}
