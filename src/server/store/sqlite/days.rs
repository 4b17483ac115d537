//! See [`Days`].

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Sqlite, mirror, rows};
use crate::{
    feedback::{Face, Rating, Remarks},
    server::store::{
        Result,
        days::{Condensed, CondensedDay, DayOfLobby, Days, Span, StoredDay, ToldDay},
    },
};

#[async_trait]
impl Days for Sqlite {
    async fn stale_days(&self, within: Option<&Span>, limit: u32) -> Result<Vec<DayOfLobby>> {
        let within = within.cloned();
        self.read(move |tx| match within {
            None => {
                let select = "SELECT * FROM lobby_days WHERE condensed < revision ORDER BY day DESC, lobby LIMIT ?1";
                tx.prepare_cached(select)?.query_map([limit], day_of_lobby)?.collect()
            }
            Some(Span { municipality, from, to }) => {
                let mut query = tx.prepare_cached(
                    "SELECT * FROM lobby_days
                     WHERE municipality = ?1 AND day BETWEEN ?2 AND ?3 AND condensed < revision
                     ORDER BY day DESC, lobby LIMIT ?4",
                )?;
                let values = params![municipality, from.to_string(), to.to_string(), limit];
                query.query_map(values, day_of_lobby)?.collect()
            }
        })
        .await
    }

    async fn told_day(&self, of: &DayOfLobby) -> Result<Option<ToldDay>> {
        let of = of.clone();
        self.read(move |tx| {
            let DayOfLobby {
                municipality,
                lobby,
                day,
            } = &of;
            let mut query = tx.prepare_cached(
                "SELECT revision FROM lobby_days WHERE municipality = ?1 AND day = ?2 AND lobby = ?3",
            )?;
            let values = params![municipality, day.to_string(), lobby];
            let Some(revision) = query.query_row(values, |row| row.get(0)).optional()? else {
                return Ok(None);
            };
            let records = mirror::records_of(tx, lobby, *day)?;
            let ratings = ratings_of(tx, &of)?;
            Ok(Some(ToldDay {
                of,
                records,
                ratings,
                revision,
            }))
        })
        .await
    }

    async fn keep_days(&self, days: &[CondensedDay]) -> Result<()> {
        let days = days.to_vec();
        self.write(move |tx| {
            let mut update = tx.prepare_cached(
                "UPDATE lobby_days SET condensed = ?4, payload = ?5
                 WHERE municipality = ?1 AND day = ?2 AND lobby = ?3 AND condensed < ?4",
            )?;
            for CondensedDay { of, revision, facts } in days {
                let day = of.day.to_string();
                update.execute(params![
                    of.municipality,
                    day,
                    of.lobby,
                    revision,
                    rows::to_json(&facts)?
                ])?;
            }
            Ok(())
        })
        .await
    }

    async fn condensed_days(&self, span: &Span) -> Result<Condensed> {
        let Span { municipality, from, to } = span.clone();
        let read = self.read(move |tx| {
            let mut query = tx.prepare_cached(
                "SELECT * FROM lobby_days WHERE municipality = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, lobby",
            )?;
            let found = query.query_map(params![municipality, from.to_string(), to.to_string()], stored)?;
            found.collect::<rusqlite::Result<Vec<_>>>()
        });
        Condensed::of(&read.await?)
    }
}

fn stored(row: &Row) -> rusqlite::Result<StoredDay> {
    Ok(StoredDay {
        of: day_of_lobby(row)?,
        is_stale: row.get::<_, i64>("condensed")? < row.get("revision")?,
        payload: row.get("payload")?,
    })
}

fn day_of_lobby(row: &Row) -> rusqlite::Result<DayOfLobby> {
    Ok(DayOfLobby {
        municipality: row.get("municipality")?,
        lobby: row.get("lobby")?,
        day: rows::parsed(row, "day")?,
    })
}

fn ratings_of(tx: &Transaction, of: &DayOfLobby) -> rusqlite::Result<Vec<Rating>> {
    // Between the day's midnight and whatever comes after its last hour.
    let mut query =
        tx.prepare_cached("SELECT * FROM ratings WHERE lobby = ?1 AND bucket > ?2 || 'T' AND bucket < ?2 || 'U'")?;
    let rating = |row: &Row| {
        Ok(Rating {
            id: rows::parsed(row, "id")?,
            bucket: rows::parsed(row, "bucket")?,
            face: Face::try_from(row.get::<_, u8>("face")?).map_err(rows::unreadable)?,
            repeated: row.get("repeated")?,
            remarks: Remarks {
                queue: row.get("queue")?,
                reasons: rows::json(&row.get::<_, String>("reasons")?)?,
                answers: rows::json(&row.get::<_, String>("answers")?)?,
            },
        })
    };
    query.query_map([&of.lobby, &of.day.to_string()], rating)?.collect()
}
