//! Where other machines of the network find this one.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, UdpSocket},
};

/// This machine's address as its network knows it. Nothing is sent.
///
/// # Errors
/// When it is on no network.
pub fn address() -> io::Result<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
    Ok(socket.local_addr()?.ip())
}
