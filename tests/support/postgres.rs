//! A PostgreSQL server of the tests' own, from Debian's packages: in a folder of its own, reached by a socket there and by
//! a port on loopback. It ends with the process that started it, however that ends.
#![allow(dead_code)]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use tokio_postgres::NoTls;

/// Answers `ready` and each command with a line. The end of its input is the end of the server, and of the folder.
const KEEPER: &str = r#"
set -eu
programs=$1 port=$2 settings=$3
folder=$(mktemp -d "${TMPDIR:-/tmp}/parter-postgres.XXXXXX")
cd "$folder"
trap '' INT
"$programs/initdb" --pgdata=data --username=parter --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=bg-BG >log 2>&1 || { cat log >&2; exit 1; }
umask 077
printf %s "$4" >data/server.crt
printf %s "$5" >data/server.key
start() {
    "$programs/pg_ctl" --pgdata=data --wait --log=log --options="-p $port -k $folder -h 127.0.0.1 $settings" start \
        >/dev/null || { cat log >&2; exit 1; }
}
stop() { "$programs/pg_ctl" --pgdata=data --wait --mode="$1" stop >/dev/null; }
start
echo "$folder"
while read -r command; do
    case $command in
    start) start ;;
    stop) stop fast ;;
    kill) stop immediate ;;
    esac
    echo done
done
stop immediate || true
cd /
rm -rf "$folder"
"#;

/// What the tests need to differ.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings<'a> {
    /// Whether what was committed outlives the machine. Without it everything is faster.
    pub durable: bool,
    /// The server's certificate and its key, in PEM.
    pub tls: Option<(&'a str, &'a str)>,
}

pub struct Server {
    pub port: u16,
    pub folder: PathBuf,
    databases: AtomicU32,
    keeper: Mutex<Keeper>,
}

struct Keeper {
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    process: Child,
}

/// The one that all tests of a process share; it forgets when the machine fails.
pub fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(Settings::default()))
}

impl Server {
    pub fn start(settings: Settings) -> Self {
        let Settings { durable, tls } = settings;
        let port = free_port();
        let options = format!(
            "-c fsync={} -c ssl={} -c max_connections=200",
            on(durable),
            on(tls.is_some())
        );
        let mut process = keeper_of_servers()
            .args(["-c", KEEPER, "keeper"])
            .arg(programs())
            .arg(port.to_string())
            .arg(options)
            .args(tls.map_or([""; 2], |(certificate, key)| [certificate, key]))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts");
        let mut answers = BufReader::new(process.stdout.take().expect("its output"));
        let mut folder = String::new();
        answers.read_line(&mut folder).expect("the server's folder");
        assert!(!folder.is_empty(), "PostgreSQL has not started: its log stands above");
        Self {
            port,
            folder: PathBuf::from(folder.trim()),
            databases: AtomicU32::new(0),
            keeper: Mutex::new(Keeper {
                commands: process.stdin.take(),
                answers,
                process,
            }),
        }
    }

    /// The address of a new, empty database.
    pub async fn database(&self) -> String {
        let name = format!("parter_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.execute("postgres", &format!("CREATE DATABASE {name}")).await;
        self.address(&name)
    }

    pub fn address(&self, database: &str) -> String {
        format!("postgres://parter@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs statements as an administrator of the database would.
    pub async fn execute(&self, database: &str, sql: &str) {
        let socket = self.folder.display();
        let config = format!("host={socket} port={} user=parter dbname={database}", self.port);
        let (client, connection) = tokio_postgres::connect(&config, NoTls)
            .await
            .expect("PostgreSQL answers");
        let connection = tokio::spawn(connection);
        client.batch_execute(sql).await.expect("PostgreSQL does it");
        drop(client);
        connection.await.expect("no panic").expect("a sound connection");
    }

    /// Ends it as for an update of the machine: connections are cut, what is committed is on the disk.
    pub fn stop(&self) {
        self.command("stop");
    }

    /// Ends it as a crash does.
    pub fn kill(&self) {
        self.command("kill");
    }

    pub fn start_again(&self) {
        self.command("start");
    }

    fn command(&self, command: &str) {
        let mut keeper = self.keeper.lock().expect("no panic before");
        let commands = keeper.commands.as_mut().expect("it lives");
        writeln!(commands, "{command}").expect("it hears");
        let mut answer = String::new();
        keeper.answers.read_line(&mut answer).expect("it answers");
        assert_eq!(answer, "done\n", "PostgreSQL: {command}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut keeper = self.keeper.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        keeper.commands = None;
        let _ = keeper.process.wait();
    }
}

fn on(yes: bool) -> &'static str {
    if yes { "on" } else { "off" }
}

/// A shell, as another user where this one is root: PostgreSQL refuses to be root's.
fn keeper_of_servers() -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !is_root {
        return Command::new("sh");
    }
    let users = fs::read_to_string("/etc/passwd").expect("the list of users");
    let known = users.lines().any(|user| user.starts_with("postgres:"));
    let mut command = Command::new("runuser");
    command.args(["-u", if known { "postgres" } else { "nobody" }, "--", "sh"]);
    command
}

/// The newest version's.
fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
    installed
        .map(|version| version.path())
        .filter(|folder| folder.join("bin/initdb").exists())
        .max_by_key(version)
        .expect("PostgreSQL is installed; tests/run does it")
        .join("bin")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}
