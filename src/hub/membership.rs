//! `hub.json` in the state folder: which hub this kiosk belongs to, and the token that proves it.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};
use tokio::runtime;

use super::{HubConfig, HubError, client::Client};
use crate::{
    durable,
    protocol::{
        hub::Pair,
        secret::{PairingCode, Token},
    },
};

const FILE: &str = "hub.json";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    /// `hub.address` as it was: the token is for nobody else.
    address: String,
    pub token: Token,
}

impl Membership {
    /// This kiosk's with the hub of the configuration.
    pub fn read(config: &HubConfig) -> Result<Self, HubError> {
        let text = match fs::read(config.state.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(HubError::NotJoined),
            Err(error) => return Err(HubError::File(error.to_string())),
        };
        // The parser's own words might quote the token.
        let membership: Self =
            serde_json::from_slice(&text).map_err(|error| HubError::File(format!("line {}", error.line())))?;
        if membership.address == config.address {
            Ok(membership)
        } else {
            Err(HubError::NotJoined)
        }
    }

    fn write(&self, state: &Path) -> io::Result<()> {
        fs::create_dir_all(state)?;
        let text = serde_json::to_vec(self).map_err(io::Error::other)?;
        durable::replace(&state.join(FILE), &text, 0o600)
    }
}

/// Makes the kiosk one of the hub's lobby by a code that the hub shows. It may run meanwhile.
///
/// # Errors
/// When the hub can't be reached, does not take the code or is another lobby's, or the state folder can't be written.
pub fn join(config: &HubConfig, kiosk: &str, code: PairingCode) -> Result<(), HubError> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| HubError::File(error.to_string()))?;
    let client = Client::new(config, config.patience * 5)?;
    let pair = Pair {
        code,
        kiosk: kiosk.to_owned(),
    };
    let paired = runtime.block_on(client.pair(&pair))?;
    if paired.lobby != config.lobby {
        return Err(HubError::OtherLobby {
            hub: paired.lobby,
            ours: config.lobby.clone(),
        });
    }
    let membership = Membership {
        address: config.address.clone(),
        token: paired.token,
    };
    membership
        .write(&config.state)
        .map_err(|error| HubError::File(error.to_string()))
}
