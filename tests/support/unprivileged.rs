//! A test of this program in a process of its own, as a user whom permissions bind.

use std::{
    env, fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

/// Runs the test `name` with `variable` set to `folder`, and gives back what it printed.
pub fn run(name: &str, variable: &str, folder: &Path) -> String {
    // Elsewhere than in the build folder, which that user may not be able to enter.
    let program = folder.with_extension("program");
    fs::copy(env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    command
        .args(["--exact", name, "--nocapture"])
        .env(variable, folder)
        .current_dir("/");
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if is_root {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    fs::remove_file(&program).unwrap();
    String::from_utf8(output.stdout).unwrap()
}
