//! An open way to the printer. Files of devices, sockets and serial ports are all read and written without ever waiting in
//! the system, so that every wait has its end.

use std::{
    io,
    net::TcpStream,
    os::fd::{AsFd, OwnedFd},
    path::Path,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags, open},
    termios::{ControlModes, InputModes, OptionalActions, tcgetattr, tcsetattr},
};

use crate::config::PrinterDevice;

/// Bytes written at once: on a slow line a whole ticket in one piece would look like a stall.
const CHUNK: usize = 1024;

/// An open device.
#[derive(Debug)]
pub struct Line {
    fd: OwnedFd,
}

impl Line {
    /// Opens `device`. A socket is waited for no longer than `patience`.
    pub fn open(device: &PrinterDevice, patience: Duration) -> io::Result<Self> {
        let fd = match device {
            PrinterDevice::File(path) => open_file(path)?,
            PrinterDevice::Serial { path, baud } => open_serial(path, *baud)?,
            PrinterDevice::Tcp(address) => {
                let stream = TcpStream::connect_timeout(address, patience)?;
                stream.set_nonblocking(true)?;
                stream.into()
            }
        };
        Ok(Self { fd })
    }

    /// Writes all of `bytes`; breaks off where none of them is taken for as long as `patience`.
    pub fn write(&self, mut bytes: &[u8], patience: Duration) -> io::Result<()> {
        while !bytes.is_empty() {
            if !self.wait(PollFlags::OUT, patience)? {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match rustix::io::write(&self.fd, &bytes[..bytes.len().min(CHUNK)]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(taken) => bytes = &bytes[taken..],
                Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The next byte, if one comes within `patience`. One that will never come, since the way back is closed or there is
    /// none, has not come.
    #[must_use]
    pub fn read(&self, patience: Duration) -> Option<u8> {
        let mut byte = [0];
        let came = self.wait(PollFlags::IN, patience).unwrap_or(false);
        let read = came && rustix::io::read(&self.fd, &mut byte).is_ok_and(|read| read == 1);
        read.then_some(byte[0])
    }

    /// Forgets the answers that are there: they are to questions of before.
    pub fn drain(&self) {
        let mut stale = [0; 64];
        // A device that always has more to say is none that answers.
        for _ in 0..64 {
            let came = self.wait(PollFlags::IN, Duration::ZERO).unwrap_or(false);
            if !came || !rustix::io::read(&self.fd, &mut stale).is_ok_and(|read| read > 0) {
                return;
            }
        }
    }

    /// Whether the device is ready before `patience` ends.
    fn wait(&self, what: PollFlags, patience: Duration) -> io::Result<bool> {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let left = Timespec {
                tv_sec: left.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: left.subsec_nanos().into(),
            };
            match poll(&mut [PollFd::from_borrowed_fd(self.fd.as_fd(), what)], Some(&left)) {
                Ok(ready) => return Ok(ready > 0),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn open_file(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(open(path, flags, Mode::empty())?)
}

/// Bytes as they are, at that speed; the printer may hold them up (XOFF), and no modem's lines are asked.
fn open_serial(path: &Path, baud: u32) -> io::Result<OwnedFd> {
    let fd = open_file(path)?;
    let mut settings = tcgetattr(&fd)?;
    settings.make_raw();
    settings.set_speed(baud)?;
    settings.input_modes |= InputModes::IXON;
    settings.control_modes |= ControlModes::CLOCAL | ControlModes::CREAD;
    // Each opening would otherwise look like a printer that is switched off and on.
    settings.control_modes -= ControlModes::HUPCL;
    tcsetattr(&fd, OptionalActions::Now, &settings)?;
    Ok(fd)
}
