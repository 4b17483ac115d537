//! `POST /api/v1/batches`: records go up.

use std::time::Instant;

use axum::{Extension, Json, extract::State, http::StatusCode};

use super::{
    body::JsonBody,
    refusals::{OfABody, OfADevice, OfAnyCall},
};
use crate::{
    protocol::{
        batch::{Batch, BatchAnswer, MAX_RECORDS, VerdictOn},
        record::Record,
    },
    server::{
        error::ApiError,
        images,
        intake::{Fact, Incoming},
        state::App,
        store::devices::Device,
    },
};

/// Keeps a batch and answers record by record.
#[utoipa::path(
    post, path = "/api/v1/batches", tag = "kiosks", request_body = Batch, security(("device" = [])),
    params(("parter-protocol" = String, Header, description = "Versions that the kiosk knows, as in 1 or 1-2")),
    responses(
        (status = 207, description = "A verdict for each record, in the batch's order", body = BatchAnswer),
        OfABody, OfADevice, OfAnyCall,
    )
)]
pub async fn post(
    State(app): State<App>,
    Extension(device): Extension<Device>,
    JsonBody(batch): JsonBody<Batch>,
) -> Result<(StatusCode, Json<BatchAnswer>), ApiError> {
    if batch.records.len() > MAX_RECORDS {
        let message = format!("{} records, where {MAX_RECORDS} are the most", batch.records.len());
        return Err(ApiError::malformed(message));
    }
    let began = Instant::now();
    let now = app.now();
    // As they were sent, however long: what is stored of a rejected record is shortened.
    let name = |record: &Record| (record.kind.clone(), record.id.clone());
    let names: Vec<_> = batch.records.iter().map(name).collect();
    let incoming: Vec<Incoming> = batch
        .records
        .into_iter()
        .map(|record| Incoming::of(record, &device))
        .collect();
    // The last one tells how the kiosk is now.
    let heartbeat = incoming.iter().rev().find_map(|record| match &record.content {
        Ok(Fact::Heartbeat(heartbeat)) => Some(heartbeat.as_ref()),
        _ => None,
    });
    let verdicts = app.store.accept_batch(&device, &incoming, now).await?;
    app.metrics.count_batch(&verdicts, began.elapsed());
    let (mut image, mut log_wanted) = (None, None);
    if let Some(heartbeat) = heartbeat {
        log_wanted = app.store.log_wanted(&device.id).await?;
        if let Some(report) = &heartbeat.image {
            image = images::offered(&app, &device, report).await?;
        }
    }
    let on = |((kind, id), verdict)| VerdictOn { kind, id, verdict };
    let answer = BatchAnswer {
        verdicts: names.into_iter().zip(verdicts).map(on).collect(),
        now,
        rotate_token: device.token_at.is_some_and(|given| now - given >= app.token_life),
        image,
        log_wanted,
    };
    Ok((StatusCode::MULTI_STATUS, Json(answer)))
}
