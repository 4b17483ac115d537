//! The network's files: systemd-networkd's, wpa_supplicant's and the proxy's environment.

use std::fmt::Write as _;

use super::settings::{Addressing, Settings, Wifi};

/// The card with a cable, or the one without where the settings name its network; the other gets what comes by itself.
pub(super) fn networkd(addressing: &Addressing, wifi: Option<&Wifi>) -> Vec<(&'static str, String)> {
    let own = link(addressing);
    let wired = if wifi.is_some() {
        // A cable may be there for a while, as for a look by a technician; nothing waits for one.
        "[Match]\nType=ether\nKind=!*\n\n[Link]\nRequiredForOnline=no\n\n[Network]\nDHCP=yes\n".to_owned()
    } else {
        format!("[Match]\nType=ether\nKind=!*\n\n{own}")
    };
    let mut files = vec![("network/20-wired.network", wired)];
    if wifi.is_some() {
        files.push(("network/30-wireless.network", format!("[Match]\nType=wlan\n\n{own}")));
    }
    files
}

fn link(addressing: &Addressing) -> String {
    let mut text = "[Network]\n".to_owned();
    // Writing into a text does not fail.
    let dns = match addressing {
        Addressing::Dhcp { dns } => {
            text += "DHCP=yes\n";
            dns
        }
        Addressing::Static {
            address,
            prefix,
            gateway,
            dns,
        } => {
            let _ = writeln!(text, "Address={address}/{prefix}");
            if let Some(gateway) = gateway {
                let _ = writeln!(text, "Gateway={gateway}");
            }
            dns
        }
    };
    for server in dns {
        let _ = writeln!(text, "DNS={server}");
    }
    text
}

/// The name goes as hexadecimal digits, which every name can be written in.
pub(super) fn wpa_supplicant(wifi: &Wifi) -> String {
    let ssid: String = wifi.ssid.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "country={}\n\nnetwork={{\n\tssid={ssid}\n\tscan_ssid=1\n\tkey_mgmt=WPA-PSK SAE\n\tieee80211w=1\n\tpsk=\"{}\"\n}}\n",
        wifi.country, wifi.key
    )
}

/// What programs that call over HTTP go by; the lobby's own network is never asked through it.
pub(super) fn proxy(settings: &Settings) -> Option<String> {
    let proxy = settings.proxy.as_ref()?;
    Some(format!(
        "HTTP_PROXY={proxy}\nHTTPS_PROXY={proxy}\nNO_PROXY=localhost,127.0.0.0/8,::1\n"
    ))
}
