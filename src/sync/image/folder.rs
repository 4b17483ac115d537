//! What has come of a version: `image/VERSION/` in the state folder. A file has its name from when its sum was right.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    durable,
    protocol::{
        image::{ImageFile, ImageName, ImageOffer, SIGNATURE, SUMS, sums},
        record::Hash,
    },
};

/// What is being received ends in this, which no offered file does.
const PART: &str = ".part!";

/// The folder of all versions.
#[must_use]
pub fn all(state: &Path) -> PathBuf {
    state.join("image")
}

/// One version's.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it, and takes those of other versions away.
    ///
    /// # Errors
    /// When the disk can't be written.
    pub fn only(state: &Path, version: &ImageName) -> io::Result<Self> {
        let folder = all(state).join(version.as_str());
        fs::create_dir_all(&folder)?;
        clear(state, Some(version))?;
        Ok(Self(folder))
    }

    /// The files that are not here whole, with how much of each is. What is here with another content is dropped.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn missing(&self, offer: &ImageOffer) -> io::Result<Vec<(ImageFile, u64)>> {
        let mut missing = Vec::new();
        for file in &offer.files {
            let path = self.path(file);
            match sum(&path) {
                Ok(sum) if sum == file.sha256 => continue,
                Ok(_) => fs::remove_file(&path)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
            missing.push((file.clone(), self.come(file)));
        }
        Ok(missing)
    }

    /// Bytes of a file that have come.
    fn come(&self, file: &ImageFile) -> u64 {
        fs::metadata(self.part(file)).map_or(0, |part| part.len())
    }

    /// Keeps what comes next of a file; how much of it there is then. What is more than was offered is not kept.
    ///
    /// # Errors
    /// When the disk can't be written.
    pub fn receive(&self, file: &ImageFile, bytes: &[u8]) -> io::Result<u64> {
        let mut part = File::options().create(true).append(true).open(self.part(file))?;
        let room = file.size.saturating_sub(part.metadata()?.len());
        let fits = usize::try_from(room).unwrap_or(usize::MAX).min(bytes.len());
        part.write_all(&bytes[..fits])?;
        Ok(part.metadata()?.len())
    }

    /// Gives a file that has come its name. One of another content is dropped, to be fetched anew: false.
    ///
    /// # Errors
    /// When the disk can't be written.
    pub fn finish(&self, file: &ImageFile) -> io::Result<bool> {
        // An empty file comes without a byte.
        self.receive(file, &[])?;
        let part = self.part(file);
        if sum(&part)? != file.sha256 {
            fs::remove_file(&part)?;
            return Ok(false);
        }
        File::open(&part)?.sync_all()?;
        fs::rename(&part, self.path(file))?;
        durable::sync_dir(&self.0)?;
        Ok(true)
    }

    /// Whether the sums that are signed are those of the files that were offered.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn is_as_signed(&self, offer: &ImageOffer) -> io::Result<bool> {
        let text = fs::read_to_string(self.0.join(SUMS))?;
        let mut signed = sums(&text).unwrap_or_default();
        let payloads = offer
            .files
            .iter()
            .filter(|file| ![SUMS, SIGNATURE].contains(&file.name.as_str()));
        let mut offered: Vec<_> = payloads.map(|file| (file.name.clone(), file.sha256)).collect();
        signed.sort();
        offered.sort();
        Ok(!offered.is_empty() && signed == offered && self.0.join(SIGNATURE).exists())
    }

    fn path(&self, file: &ImageFile) -> PathBuf {
        self.0.join(file.name.as_str())
    }

    fn part(&self, file: &ImageFile) -> PathBuf {
        self.0.join(format!("{}{PART}", file.name))
    }
}

/// Takes the folders of all versions away but for the one to `keep`.
///
/// # Errors
/// When the disk can't be written.
pub fn clear(state: &Path, keep: Option<&ImageName>) -> io::Result<()> {
    let entries = match fs::read_dir(all(state)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let is_kept = keep.is_some_and(|keep| entry.file_name() == keep.as_str());
        if !is_kept && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn sum(path: &Path) -> io::Result<Hash> {
    Hash::of_all(File::open(path)?)
}
