//! See [`Users`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;

use super::{
    Postgres,
    audit::note,
    rows,
    statements::{Values, execute, query, query_opt},
};
use crate::{
    protocol::record::Hash,
    server::store::{
        Result, StoreError,
        audit::{Act, Actor},
        devices::Changed,
        users::{Credentials, Role, SEEN_EVERY, SESSION_IDLE, SESSION_LIFE, Session, User, Users},
    },
};

const COLUMNS: &str = "users.name, users.role, users.created_at, users.disabled_at";

#[async_trait]
impl Users for Postgres {
    async fn add_user(
        &self,
        name: &str,
        role: Role,
        password: &str,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let added = execute(
            &tx,
            "INSERT INTO users (name, role, password, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING",
            &[&name, &role.name(), &password, &now.timestamp()],
        )
        .await?;
        if added == 0 {
            return Ok(Changed::NameTaken);
        }
        note(&tx, actor, Act::AddUser, name, role.name(), now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn credentials(&self, name: &str) -> Result<Option<Credentials>> {
        let select = format!("SELECT {COLUMNS}, password FROM users WHERE name = $1");
        let found = query_opt(&self.connection().await?, &select, &[&name]).await?;
        let credentials = |row: &Row| {
            Ok(Credentials {
                user: user(row)?,
                password: row.try_get("password")?,
            })
        };
        found.as_ref().map(credentials).transpose()
    }

    async fn users(&self) -> Result<Vec<User>> {
        let select = format!("SELECT {COLUMNS} FROM users ORDER BY name");
        let found = query(&self.connection().await?, &select, &[]).await?;
        found.iter().map(user).collect()
    }

    async fn set_password(&self, name: &str, password: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let update = "UPDATE users SET password = $2 WHERE name = $1";
        if execute(&tx, update, &[&name, &password]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        end_sessions(&tx, name).await?;
        note(&tx, actor, Act::ChangePassword, name, "", now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn set_role(&self, name: &str, role: Role, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if role != Role::Administrator && is_last_administrator(&tx, name).await? {
            return Ok(Changed::NotFound);
        }
        let update = "UPDATE users SET role = $2 WHERE name = $1";
        if execute(&tx, update, &[&name, &role.name()]).await? == 0 {
            return Ok(Changed::NotFound);
        }
        note(&tx, actor, Act::ChangeRole, name, role.name(), now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn set_disabled(&self, name: &str, disabled: bool, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        if disabled && is_last_administrator(&tx, name).await? {
            return Ok(Changed::NotFound);
        }
        let changed = execute(
            &tx,
            "UPDATE users SET disabled_at = $2 WHERE name = $1 AND (disabled_at IS NULL) = $3",
            &[&name, &disabled.then(|| now.timestamp()), &disabled],
        )
        .await?;
        if changed == 0 {
            return Ok(Changed::NotFound);
        }
        end_sessions(&tx, name).await?;
        let act = if disabled { Act::DisableUser } else { Act::EnableUser };
        note(&tx, actor, act, name, "", now).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }

    async fn start_session(&self, name: &str, session: &Hash, csrf: &str, now: DateTime<Utc>) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        execute(
            &tx,
            "DELETE FROM sessions WHERE seen_at < $1 OR started_at < $2",
            &[&idle_since(now), &(now - SESSION_LIFE).timestamp()],
        )
        .await?;
        execute(
            &tx,
            r#"INSERT INTO sessions (sha256, "user", csrf, started_at, seen_at) VALUES ($1, $2, $3, $4, $4)"#,
            &[&session.0.as_slice(), &name, &csrf, &now.timestamp()],
        )
        .await?;
        note(&tx, &Actor::User(name.to_owned()), Act::SignIn, name, "", now).await?;
        Ok(tx.commit().await?)
    }

    async fn session(&self, session: &Hash, now: DateTime<Utc>) -> Result<Option<Session>> {
        let connection = self.connection().await?;
        let select = format!(
            r#"SELECT {COLUMNS}, csrf, seen_at FROM sessions JOIN users ON users.name = "user"
               WHERE sha256 = $1 AND seen_at >= $2 AND started_at >= $3 AND disabled_at IS NULL"#
        );
        let since: Values = &[
            &session.0.as_slice(),
            &idle_since(now),
            &(now - SESSION_LIFE).timestamp(),
        ];
        let Some(row) = query_opt(&connection, &select, since).await? else {
            return Ok(None);
        };
        if now - rows::time(&row, "seen_at")? >= SEEN_EVERY {
            let update = "UPDATE sessions SET seen_at = $2 WHERE sha256 = $1";
            execute(&connection, update, &[&session.0.as_slice(), &now.timestamp()]).await?;
        }
        Ok(Some(Session {
            user: user(&row)?,
            csrf: row.try_get("csrf")?,
        }))
    }

    async fn end_session(&self, session: &Hash, now: DateTime<Utc>) -> Result<()> {
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let delete = r#"DELETE FROM sessions WHERE sha256 = $1 RETURNING "user""#;
        if let Some(row) = query_opt(&tx, delete, &[&session.0.as_slice()]).await? {
            let name: String = row.try_get("user")?;
            note(&tx, &Actor::User(name.clone()), Act::SignOut, &name, "", now).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn user(row: &Row) -> Result<User> {
    let role: &str = row.try_get("role")?;
    Ok(User {
        name: row.try_get("name")?,
        role: Role::named(role).ok_or_else(|| StoreError::internal(format!("“{role}” is no role")))?,
        created_at: rows::time(row, "created_at")?,
        disabled_at: rows::optional_time(row, "disabled_at")?,
    })
}

fn idle_since(now: DateTime<Utc>) -> i64 {
    (now - SESSION_IDLE).timestamp()
}

/// Holds all administrators until the transaction ends, so that no two acts both leave the other's.
async fn is_last_administrator(tx: &Transaction<'_>, name: &str) -> Result<bool> {
    let select = "SELECT name FROM users WHERE role = $1 AND disabled_at IS NULL ORDER BY name FOR NO KEY UPDATE";
    let found = query(tx, select, &[&Role::Administrator.name()]).await?;
    let names: Vec<&str> = found
        .iter()
        .map(|row| row.try_get("name"))
        .collect::<std::result::Result<_, _>>()?;
    Ok(names == [name])
}

async fn end_sessions(tx: &Transaction<'_>, name: &str) -> Result<()> {
    let delete = r#"DELETE FROM sessions WHERE "user" = $1"#;
    execute(tx, delete, &[&name]).await.map(drop)
}
