//! A manifest of any bytes is refused or understood, and what was understood is written back as it was meant.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parter::bundle::Manifest;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::read(bytes) {
        let _ = manifest.check_limits();
        let _ = manifest.objects();
        let again = manifest.to_bytes().ok().and_then(|bytes| Manifest::read(&bytes).ok());
        assert_eq!(again, Some(manifest));
    }
});
