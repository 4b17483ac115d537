//! See [`Days`].

use async_trait::async_trait;
use deadpool_postgres::Transaction;
use tokio_postgres::{IsolationLevel, Row};

use super::{
    Postgres, mirror, rows,
    statements::{Values, execute, query, query_opt},
};
use crate::{
    feedback::{Face, Rating, Remarks},
    server::store::{
        Result, StoreError,
        days::{Condensed, CondensedDay, DayOfLobby, Days, Span, StoredDay, ToldDay},
    },
};

#[async_trait]
impl Days for Postgres {
    async fn stale_days(&self, within: Option<&Span>, limit: u32) -> Result<Vec<DayOfLobby>> {
        let connection = self.connection().await?;
        let limit = i64::from(limit);
        let found = match within {
            None => {
                let select = "SELECT municipality, day, lobby FROM lobby_days WHERE condensed < revision
                     ORDER BY day DESC, lobby LIMIT $1";
                query(&connection, select, &[&limit]).await?
            }
            Some(Span { municipality, from, to }) => {
                let select = "SELECT municipality, day, lobby FROM lobby_days
                     WHERE municipality = $1 AND day BETWEEN $2 AND $3 AND condensed < revision
                     ORDER BY day DESC, lobby LIMIT $4";
                let values: Values = &[municipality, &from.to_string(), &to.to_string(), &limit];
                query(&connection, select, values).await?
            }
        };
        found.iter().map(day_of_lobby).collect()
    }

    async fn told_day(&self, of: &DayOfLobby) -> Result<Option<ToldDay>> {
        let mut connection = self.connection().await?;
        // All of one moment: what came in a batch is in the records if, and only if, it is in the revision.
        let moment = connection
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead);
        let tx = moment.read_only(true).start().await?;
        let select = "SELECT revision FROM lobby_days WHERE (municipality, day, lobby) = ($1, $2, $3)";
        let values: Values = &[&of.municipality, &of.day.to_string(), &of.lobby];
        let Some(row) = query_opt(&tx, select, values).await? else {
            return Ok(None);
        };
        let told = ToldDay {
            of: of.clone(),
            records: mirror::records_of(&tx, &of.lobby, of.day).await?,
            ratings: ratings_of(&tx, of).await?,
            revision: row.try_get("revision")?,
        };
        tx.commit().await?;
        Ok(Some(told))
    }

    async fn keep_days(&self, days: &[CondensedDay]) -> Result<()> {
        let mut days: Vec<&CondensedDay> = days.iter().collect();
        // Those who keep the same days at once wait for one another in turn; intake locks a lobby's days in this order too.
        days.sort_by_key(|day| (&day.of.lobby, day.of.day));
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        for CondensedDay { of, revision, facts } in days {
            let update = "UPDATE lobby_days SET condensed = $4, payload = $5
                 WHERE (municipality, day, lobby) = ($1, $2, $3) AND condensed < $4";
            let (day, facts) = (of.day.to_string(), rows::to_json(facts)?);
            execute(&tx, update, &[&of.municipality, &day, &of.lobby, revision, &facts]).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn condensed_days(&self, span: &Span) -> Result<Condensed> {
        let select = "SELECT municipality, day, lobby, condensed < revision AS stale, payload FROM lobby_days
             WHERE municipality = $1 AND day BETWEEN $2 AND $3 ORDER BY day, lobby";
        let values: Values = &[&span.municipality, &span.from.to_string(), &span.to.to_string()];
        let found = query(&self.connection().await?, select, values).await?;
        Condensed::of(&found.iter().map(stored).collect::<Result<Vec<_>>>()?)
    }
}

fn stored(row: &Row) -> Result<StoredDay> {
    Ok(StoredDay {
        of: day_of_lobby(row)?,
        is_stale: row.try_get("stale")?,
        payload: row.try_get("payload")?,
    })
}

fn day_of_lobby(row: &Row) -> Result<DayOfLobby> {
    Ok(DayOfLobby {
        municipality: row.try_get("municipality")?,
        lobby: row.try_get("lobby")?,
        day: rows::parsed(row, "day")?,
    })
}

async fn ratings_of(tx: &Transaction<'_>, of: &DayOfLobby) -> Result<Vec<Rating>> {
    // Between the day's midnight and whatever comes after its last hour.
    let select = "SELECT id, bucket, face, repeated, queue, reasons, answers FROM ratings
         WHERE lobby = $1 AND bucket > $2 || 'T' AND bucket < $2 || 'U'";
    let found = query(tx, select, &[&of.lobby, &of.day.to_string()]).await?;
    let rating = |row: &Row| {
        Ok(Rating {
            id: rows::parsed(row, "id")?,
            bucket: rows::parsed(row, "bucket")?,
            face: Face::try_from(rows::number::<u8>(row, "face")?).map_err(StoreError::internal)?,
            repeated: row.try_get("repeated")?,
            remarks: Remarks {
                queue: row.try_get("queue")?,
                reasons: rows::json(row.try_get("reasons")?)?,
                answers: rows::json(row.try_get("answers")?)?,
            },
        })
    };
    found.iter().map(rating).collect()
}
