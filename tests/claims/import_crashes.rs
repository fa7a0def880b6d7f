//! Claims about imports that are killed, and about several at once: the store has all of the old
//! layers or all of the new.

use std::process::Stdio;
use std::time::Instant;

use coterm_tests::Random;

use crate::imported_layers::Machine;

#[test]
fn an_import_that_is_killed_at_any_moment_leaves_the_old_layers_or_the_new() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "places.geojson"]);
    let kept = [
        "import",
        "places.geojson",
        "--family",
        "kept",
        "--vintage",
        "2023",
    ];
    machine.printed(&kept);
    let import = [
        "import",
        "places.geojson",
        "--family",
        "killed",
        "--vintage",
        "2023",
    ];
    let begun = Instant::now();
    machine.printed(&import);
    // The moment at which an import counts, as far as is known: it is found by killing sooner
    // after an import that was done, and later after one that was not.
    let mut counts = begun.elapsed();
    machine.printed(&["remove", "killed-2023"]);

    let mut random = Random(2_026);
    let (mut old, mut new) = (0, 0);
    for number in 0..100 {
        let mut child = machine
            .command()
            .args(import)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Half of the moments are anywhere in the import, and half near the one that matters.
        let share = f64::from(u32::try_from(random.below(1_000)).unwrap()) / 1_000.0;
        let share = if number % 2 == 0 {
            share
        } else {
            0.85 + 0.3 * share
        };
        std::thread::sleep(counts.mul_f64(share));
        let _ = child.kill();
        child.wait().unwrap();
        match &machine.own_layers()[..] {
            [kept] if kept == "kept-2023" => {
                old += 1;
                if share > 0.8 {
                    counts = counts.mul_f64(1.05);
                }
            }
            [kept, killed] if kept == "kept-2023" && killed == "killed-2023" => {
                new += 1;
                counts = counts.mul_f64(0.9);
                machine.printed(&["remove", "killed-2023"]);
            }
            mixed => panic!("{mixed:?}"),
        }
        // The layer that was there before answers, so its file is whole.
        if (old + new) % 10 == 0 {
            machine.printed(&["lookup", "LA1 4YW", "--family", "kept"]);
        }
    }
    assert!(
        old >= 20 && new >= 10,
        "{old} old, {new} new: not all moments were tried"
    );
    // The next import is as if nothing had happened.
    machine.printed(&import);
    assert_eq!(machine.own_layers(), ["kept-2023", "killed-2023"]);
    let layers = machine.path().join("home/coterm/imported/layers");
    assert_eq!(
        layers.read_dir().unwrap().count(),
        2,
        "nothing is left behind"
    );
}

#[test]
fn imports_at_the_same_time_wait_for_each_other_and_all_of_them_count() {
    let machine = Machine::new();
    machine.printed(&["export", "place-2022", "-o", "places.geojson"]);
    let children = (0..6).map(|number| {
        let family = format!("family{number}");
        let import = [
            "import",
            "places.geojson",
            "--family",
            &family,
            "--vintage",
            "2023",
        ];
        let mut command = machine.command();
        command
            .args(import)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().unwrap()
    });
    let children: Vec<_> = children.collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let mut layers = machine.own_layers();
    layers.sort();
    let expected: Vec<String> = (0..6)
        .map(|number| format!("family{number}-2023"))
        .collect();
    assert_eq!(layers, expected);
}
