//! See [`Users`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, audit::note, rows};
use crate::{
    protocol::record::Hash,
    server::store::{
        Result,
        audit::{Act, Actor},
        devices::Changed,
        users::{Credentials, Role, SEEN_EVERY, SESSION_IDLE, SESSION_LIFE, Session, User, Users},
    },
};

#[async_trait]
impl Users for Sqlite {
    async fn add_user(
        &self,
        name: &str,
        role: Role,
        password: &str,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Changed> {
        let (name, password, actor) = (name.to_owned(), password.to_owned(), actor.clone());
        self.write(move |tx| {
            let added = tx.execute(
                "INSERT INTO users (name, role, password, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![name, role.name(), password, now.timestamp()],
            )?;
            if added == 0 {
                return Ok(Changed::NameTaken);
            }
            note(tx, &actor, Act::AddUser, &name, role.name(), now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn credentials(&self, name: &str) -> Result<Option<Credentials>> {
        let name = name.to_owned();
        self.read(move |tx| {
            let mut query = tx.prepare_cached("SELECT * FROM users WHERE name = ?1")?;
            let credentials = |row: &Row| {
                Ok(Credentials {
                    user: user(row)?,
                    password: row.get("password")?,
                })
            };
            query.query_row([name], credentials).optional()
        })
        .await
    }

    async fn users(&self) -> Result<Vec<User>> {
        self.read(|tx| {
            let mut query = tx.prepare_cached("SELECT * FROM users ORDER BY name")?;
            query.query_map([], user)?.collect()
        })
        .await
    }

    async fn set_password(&self, name: &str, password: &str, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (name, password, actor) = (name.to_owned(), password.to_owned(), actor.clone());
        self.write(move |tx| {
            let changed = tx.execute(
                "UPDATE users SET password = ?2 WHERE name = ?1",
                params![name, password],
            )?;
            if changed == 0 {
                return Ok(Changed::NotFound);
            }
            end_sessions(tx, &name)?;
            note(tx, &actor, Act::ChangePassword, &name, "", now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn set_role(&self, name: &str, role: Role, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (name, actor) = (name.to_owned(), actor.clone());
        self.write(move |tx| {
            if role != Role::Administrator && is_last_administrator(tx, &name)? {
                return Ok(Changed::NotFound);
            }
            let changed = tx.execute("UPDATE users SET role = ?2 WHERE name = ?1", params![name, role.name()])?;
            if changed == 0 {
                return Ok(Changed::NotFound);
            }
            note(tx, &actor, Act::ChangeRole, &name, role.name(), now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn set_disabled(&self, name: &str, disabled: bool, actor: &Actor, now: DateTime<Utc>) -> Result<Changed> {
        let (name, actor) = (name.to_owned(), actor.clone());
        self.write(move |tx| {
            if disabled && is_last_administrator(tx, &name)? {
                return Ok(Changed::NotFound);
            }
            let changed = tx.execute(
                "UPDATE users SET disabled_at = ?2 WHERE name = ?1 AND (disabled_at IS NULL) = ?3",
                params![name, disabled.then(|| now.timestamp()), disabled],
            )?;
            if changed == 0 {
                return Ok(Changed::NotFound);
            }
            end_sessions(tx, &name)?;
            let act = if disabled { Act::DisableUser } else { Act::EnableUser };
            note(tx, &actor, act, &name, "", now)?;
            Ok(Changed::Done)
        })
        .await
    }

    async fn start_session(&self, name: &str, session: &Hash, csrf: &str, now: DateTime<Utc>) -> Result<()> {
        let (name, session, csrf) = (name.to_owned(), *session, csrf.to_owned());
        self.write(move |tx| {
            tx.execute(
                "DELETE FROM sessions WHERE seen_at < ?1 OR started_at < ?2",
                params![(now - SESSION_IDLE).timestamp(), (now - SESSION_LIFE).timestamp()],
            )?;
            tx.execute(
                "INSERT INTO sessions (sha256, user, csrf, started_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?4)",
                params![session.0, name, csrf, now.timestamp()],
            )?;
            note(tx, &Actor::User(name.clone()), Act::SignIn, &name, "", now)
        })
        .await
    }

    async fn session(&self, session: &Hash, now: DateTime<Utc>) -> Result<Option<Session>> {
        let session = *session;
        let found = self
            .read(move |tx| {
                let mut query = tx.prepare_cached(
                    "SELECT * FROM sessions JOIN users ON users.name = user
                     WHERE sha256 = ?1 AND seen_at >= ?2 AND started_at >= ?3 AND disabled_at IS NULL",
                )?;
                let since = params![
                    session.0,
                    (now - SESSION_IDLE).timestamp(),
                    (now - SESSION_LIFE).timestamp()
                ];
                let found = |row: &Row| {
                    let session = Session {
                        user: user(row)?,
                        csrf: row.get("csrf")?,
                    };
                    Ok((session, rows::time(row, "seen_at")?))
                };
                query.query_row(since, found).optional()
            })
            .await?;
        if let Some((_, seen)) = &found
            && now - *seen >= SEEN_EVERY
        {
            self.write(move |tx| {
                let seen = params![session.0, now.timestamp()];
                tx.execute("UPDATE sessions SET seen_at = ?2 WHERE sha256 = ?1", seen)
            })
            .await?;
        }
        Ok(found.map(|(session, _)| session))
    }

    async fn end_session(&self, session: &Hash, now: DateTime<Utc>) -> Result<()> {
        let session = *session;
        self.write(move |tx| {
            let mut end = tx.prepare_cached("DELETE FROM sessions WHERE sha256 = ?1 RETURNING user")?;
            let ended: Option<String> = end.query_row([session.0], |row| row.get(0)).optional()?;
            match ended {
                Some(name) => note(tx, &Actor::User(name.clone()), Act::SignOut, &name, "", now),
                None => Ok(()),
            }
        })
        .await
    }
}

fn user(row: &Row) -> rusqlite::Result<User> {
    let role: String = row.get("role")?;
    Ok(User {
        name: row.get("name")?,
        role: Role::named(&role).ok_or(rusqlite::Error::InvalidQuery)?,
        created_at: rows::time(row, "created_at")?,
        disabled_at: rows::optional_time(row, "disabled_at")?,
    })
}

fn is_last_administrator(tx: &Transaction, name: &str) -> rusqlite::Result<bool> {
    tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM users WHERE name = ?1 AND role = ?2 AND disabled_at IS NULL)
             AND NOT EXISTS (SELECT 1 FROM users WHERE name <> ?1 AND role = ?2 AND disabled_at IS NULL)",
        params![name, Role::Administrator.name()],
        |row| row.get(0),
    )
}

fn end_sessions(tx: &Transaction, name: &str) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM sessions WHERE user = ?1", [name]).map(drop)
}
