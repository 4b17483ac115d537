//! What stands in which table. One statement keeps all records of a batch that go there.

use tokio_postgres::Row;

use super::keeper::{Keeper, Sent, column, firsts};
use crate::{
    protocol::{batch::Reason, record::kind},
    queue::CallReason,
    server::{
        intake::{Fact, of_lobby},
        store::{
            Result,
            postgres::{
                rows::to_json,
                statements::{execute, query},
            },
        },
    },
};

impl Keeper<'_> {
    pub async fn keep_visits(&mut self) -> Result<()> {
        let sent = self.sorted(|fact| match fact {
            Fact::Visit(visit) => Some(visit),
            _ => None,
        });
        if sent.is_empty() {
            return Ok(());
        }
        let firsts = firsts(&sent);
        let new = query(
            self.tx,
            "INSERT INTO visits (code, device, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at, sha256)
             SELECT code, $1, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at, sha256
             FROM unnest($2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::BIGINT[], $7::TEXT[], $8::TEXT[], $9::TEXT[],
                 $10::BIGINT[], $11::BIGINT[], $12::BYTEA[])
                 AS sent (code, lobby, day, queue, seq, letter, service, priority, issued_at, arranged_at, sha256)
             ON CONFLICT (code) DO NOTHING RETURNING code AS id",
            &[
                &self.device.id,
                &column(&firsts, |sent| sent.incoming.id.as_str()),
                &column(&firsts, |sent| sent.fact.lobby.as_str()),
                &column(&firsts, |sent| sent.fact.day.to_string()),
                &column(&firsts, |sent| sent.fact.queue.as_str()),
                &column(&firsts, |sent| i64::from(sent.fact.ticket.number.seq)),
                &column(&firsts, |sent| sent.fact.ticket.number.letter.to_string()),
                &column(&firsts, |sent| sent.fact.service.as_deref()),
                &column(&firsts, |sent| sent.fact.priority.as_deref()),
                &column(&firsts, |sent| sent.fact.issued_at.timestamp()),
                &column(&firsts, |sent| sent.fact.arranged_at.map(|at| at.timestamp())),
                &column(&firsts, |sent| sent.incoming.sha256.0.as_slice()),
            ],
        )
        .await?;
        self.refuse_strays(&new).await?;
        let stored = "SELECT code AS id, sha256, NULL::TEXT AS lobby FROM visits WHERE code = ANY($1)";
        self.settle(&sent, &new, stored, &[]).await
    }

    /// Periods of these new visits that came before them, and not from their lobby, move aside.
    async fn refuse_strays(&self, visits: &[Row]) -> Result<()> {
        let codes: Vec<&str> = visits
            .iter()
            .map(|row| row.try_get("id"))
            .collect::<std::result::Result<_, _>>()?;
        execute(
            self.tx,
            "WITH strays AS (DELETE FROM periods WHERE visit = ANY($1) AND lobby <> $2 RETURNING *)
             INSERT INTO refused (device, kind, id, sha256, payload, reason, detail, day)
             SELECT device, $3, visit || '.' || ordinal, sha256, coalesce(payload, ''), $4, $5, $6 FROM strays
             ON CONFLICT (device, kind, id, sha256) DO NOTHING",
            &[
                &codes,
                &self.device.place(),
                &kind::PERIOD,
                &Reason::OtherLobby.name(),
                &of_lobby(self.device.place()),
                &self.today(),
            ],
        )
        .await
        .map(drop)
    }

    /// Those of another lobby's visit are left out, and found by `settle` among the others. Those that come before their
    /// visit are kept with their bytes.
    pub async fn keep_periods(&mut self) -> Result<()> {
        let sent = self.sorted(|fact| match fact {
            Fact::Period(period) => Some(period),
            _ => None,
        });
        if sent.is_empty() {
            return Ok(());
        }
        let firsts = firsts(&sent);
        let new = query(
            self.tx,
            "INSERT INTO periods
                 (visit, ordinal, lobby, kind, counter, queue, service, reason, began_at, device, sha256, payload)
             SELECT visit, ordinal, $2, kind, counter, sent.queue, sent.service, reason, began_at, $1, sent.sha256,
                 CASE WHEN code IS NULL THEN payload END
             FROM unnest($3::TEXT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[], $7::TEXT[], $8::TEXT[], $9::TEXT[],
                 $10::BIGINT[], $11::BYTEA[], $12::TEXT[])
                 AS sent (visit, ordinal, kind, counter, queue, service, reason, began_at, sha256, payload)
             LEFT JOIN visits ON code = visit
             WHERE code IS NULL OR lobby = $2
             ON CONFLICT (visit, ordinal, lobby) DO NOTHING RETURNING visit || '.' || ordinal AS id",
            &[
                &self.device.id,
                &self.device.place(),
                &column(&firsts, |sent| sent.fact.visit.as_str()),
                &column(&firsts, |sent| i64::from(sent.fact.ordinal)),
                &column(&firsts, |sent| sent.fact.kind.name()),
                &column(&firsts, |sent| sent.fact.counter.as_deref()),
                &column(&firsts, |sent| sent.fact.change.queue.as_deref()),
                &column(&firsts, |sent| sent.fact.change.service.as_deref()),
                &column(&firsts, |sent| sent.fact.change.reason.map(CallReason::name)),
                &column(&firsts, |sent| sent.fact.began_at.timestamp()),
                &column(&firsts, |sent| sent.incoming.sha256.0.as_slice()),
                &column(&firsts, |sent| sent.incoming.payload.as_str()),
            ],
        )
        .await?;
        let stored = "SELECT id, periods.sha256, visits.lobby
             FROM (SELECT id, split_part(id, '.', 1) AS code, split_part(id, '.', 2)::BIGINT AS ordinal
                 FROM unnest($1::TEXT[]) AS ids (id)) AS sent
             LEFT JOIN visits USING (code)
             LEFT JOIN periods ON visit = code AND periods.ordinal = sent.ordinal AND periods.lobby = $2";
        let place = self.device.place();
        self.settle(&sent, &new, stored, &[&place]).await
    }

    pub async fn keep_counters(&mut self) -> Result<()> {
        let sent = self.sorted(|fact| match fact {
            Fact::Counter(counter) => Some(counter),
            _ => None,
        });
        if sent.is_empty() {
            return Ok(());
        }
        let firsts = firsts(&sent);
        let new = query(
            self.tx,
            "INSERT INTO counter_periods (id, lobby, day, counter, ordinal, state, began_at, device, sha256)
             SELECT id, $2, day, counter, ordinal, state, began_at, $1, sha256
             FROM unnest($3::TEXT[], $4::TEXT[], $5::TEXT[], $6::BIGINT[], $7::TEXT[], $8::BIGINT[], $9::BYTEA[])
                 AS sent (id, day, counter, ordinal, state, began_at, sha256)
             ON CONFLICT (id) DO NOTHING RETURNING id",
            &[
                &self.device.id,
                &self.device.place(),
                &column(&firsts, |sent| sent.incoming.id.as_str()),
                &column(&firsts, |sent| sent.fact.day.to_string()),
                &column(&firsts, |sent| sent.fact.counter.as_str()),
                &column(&firsts, |sent| i64::from(sent.fact.ordinal)),
                &column(&firsts, |sent| sent.fact.state.name()),
                &column(&firsts, |sent| sent.fact.began_at.timestamp()),
                &column(&firsts, |sent| sent.incoming.sha256.0.as_slice()),
            ],
        )
        .await?;
        let stored = "SELECT id, sha256, NULL::TEXT AS lobby FROM counter_periods WHERE id = ANY($1)";
        self.settle(&sent, &new, stored, &[]).await
    }

    pub async fn keep_ratings(&mut self) -> Result<()> {
        let sent = self.sorted(|fact| match fact {
            Fact::Rating(rating) => Some(rating),
            _ => None,
        });
        if sent.is_empty() {
            return Ok(());
        }
        let firsts = firsts(&sent);
        let (mut reasons, mut answers) = (Vec::new(), Vec::new());
        for Sent { fact, .. } in &firsts {
            reasons.push(to_json(&fact.remarks.reasons)?);
            answers.push(to_json(&fact.remarks.answers)?);
        }
        let new = query(
            self.tx,
            "INSERT INTO ratings (id, lobby, bucket, face, repeated, queue, reasons, answers, received_day, sha256)
             SELECT id, $1, bucket, face, repeated, queue, reasons, answers, $2, sha256
             FROM unnest($3::TEXT[], $4::TEXT[], $5::BIGINT[], $6::BOOLEAN[], $7::TEXT[], $8::TEXT[], $9::TEXT[],
                 $10::BYTEA[])
                 AS sent (id, bucket, face, repeated, queue, reasons, answers, sha256)
             ON CONFLICT (id) DO NOTHING RETURNING id",
            &[
                &self.device.place(),
                &self.today(),
                &column(&firsts, |sent| sent.incoming.id.as_str()),
                &column(&firsts, |sent| sent.fact.bucket.to_string()),
                &column(&firsts, |sent| i64::from(u8::from(sent.fact.face))),
                &column(&firsts, |sent| sent.fact.repeated),
                &column(&firsts, |sent| sent.fact.remarks.queue.as_deref()),
                &reasons,
                &answers,
                &column(&firsts, |sent| sent.incoming.sha256.0.as_slice()),
            ],
        )
        .await?;
        let stored = "SELECT id, sha256, NULL::TEXT AS lobby FROM ratings WHERE id = ANY($1)";
        self.settle(&sent, &new, stored, &[]).await
    }

    /// Kind by kind.
    pub async fn keep_unknown(&mut self) -> Result<()> {
        let all = self.sorted(|fact| matches!(fact, Fact::Unknown).then_some(()));
        for sent in all.chunk_by(|one, other| one.incoming.kind == other.incoming.kind) {
            let firsts = firsts(sent);
            let (device, kind) = (&self.device.id, &sent[0].incoming.kind);
            let new = query(
                self.tx,
                "INSERT INTO unknown_records (device, kind, id, payload, received_day, sha256)
                 SELECT $1, $2, id, payload, $3, sha256
                 FROM unnest($4::TEXT[], $5::TEXT[], $6::BYTEA[]) AS sent (id, payload, sha256)
                 ON CONFLICT (device, kind, id) DO NOTHING RETURNING id",
                &[
                    device,
                    kind,
                    &self.today(),
                    &column(&firsts, |sent| sent.incoming.id.as_str()),
                    &column(&firsts, |sent| sent.incoming.payload.as_str()),
                    &column(&firsts, |sent| sent.incoming.sha256.0.as_slice()),
                ],
            )
            .await?;
            let stored = "SELECT id, sha256, NULL::TEXT AS lobby FROM unknown_records
                 WHERE id = ANY($1) AND device = $2 AND kind = $3";
            self.settle(sent, &new, stored, &[device, kind]).await?;
        }
        Ok(())
    }
}
