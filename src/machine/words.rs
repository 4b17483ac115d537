//! What can be written for each key of the stick's file: the mend in a fault.

use super::fault::Words;

pub const KIOSK_ID: Words = Words {
    bg: "до 32 малки латински букви, цифри и тирета, например \"kiosk-1\"",
    en: "up to 32 small Latin letters, digits and hyphens, as in \"kiosk-1\"",
};

pub const MUNICIPALITY: Words = Words {
    bg: "името на общината с малки латински букви, например \"kyustendil\"",
    en: "the municipality's id, as in \"kyustendil\"",
};

pub const PLACE: Words = Words {
    bg: "името на мястото от съдържанието, например \"obshtina\"",
    en: "the id of a place of the content, as in \"obshtina\"",
};

pub const MODE: Words = Words {
    bg: "\"full\", \"tickets\", \"rating\" или \"info\"",
    en: "\"full\", \"tickets\", \"rating\" or \"info\"",
};

pub const SERVER_URL: Words = Words {
    bg: "адрес с https://, например \"https://queue.example.bg\"",
    en: "an address with https://, as in \"https://queue.example.bg\"",
};

pub const ENROLMENT_CODE: Words = Words {
    bg: "кода от страницата „Киоски“ на сървъра: 16 букви и цифри",
    en: "the code of the server's page of kiosks: 16 letters and digits",
};

pub const DIAGONAL: Words = Words {
    bg: "диагонала на екрана в инчове, от 5 до 120, например 21.5",
    en: "the panel's diagonal in inches, from 5 to 120, as in 21.5",
};

pub const ORIENTATION: Words = Words {
    bg: "\"portrait\" (изправен) или \"landscape\" (легнал)",
    en: "\"portrait\" or \"landscape\"",
};

pub const ROTATION: Words = Words {
    bg: "0, 90, 180 или 270",
    en: "0, 90, 180 or 270",
};

pub const TOUCH_MATRIX: Words = Words {
    bg: "шест числа, например [0, 1, 0, -1, 0, 1]",
    en: "six numbers, as in [0, 1, 0, -1, 0, 1]",
};

pub const TRUTH: Words = Words {
    bg: "true (да) или false (не)",
    en: "true or false",
};

pub const METHOD: Words = Words {
    bg: "\"dhcp\" или \"static\"",
    en: "\"dhcp\" or \"static\"",
};

pub const ADDRESS: Words = Words {
    bg: "адрес и дължина на мрежата, например \"192.0.2.5/24\"",
    en: "address and length of the network, as in \"192.0.2.5/24\"",
};

pub const GATEWAY: Words = Words {
    bg: "адреса на шлюза, например \"192.0.2.1\"",
    en: "the gateway's address, as in \"192.0.2.1\"",
};

pub const DNS: Words = Words {
    bg: "адреси в скоби, например [\"192.0.2.1\"]",
    en: "addresses in brackets, as in [\"192.0.2.1\"]",
};

pub const ONLY_STATIC: Words = Words {
    bg: "method = \"static\", ако адресът е постоянен, или махнете този ред",
    en: "method = \"static\" if the address is a fixed one, or take this line out",
};

pub const SSID: Words = Words {
    bg: "името на Wi-Fi мрежата, до 32 байта",
    en: "the network's name, up to 32 bytes",
};

pub const WIFI_KEY: Words = Words {
    bg: "паролата на Wi-Fi мрежата, от 8 до 63 латински знака",
    en: "the network's key, from 8 to 63 Latin signs",
};

pub const COUNTRY: Words = Words {
    bg: "държавата с две главни латински букви: \"BG\"",
    en: "the country in two capitals: \"BG\"",
};

pub const PROXY: Words = Words {
    bg: "адрес с http://, без име и парола, например \"http://192.0.2.3:3128\"",
    en: "an address with http://, without a name and a password, as in \"http://192.0.2.3:3128\"",
};

pub const TIME_SERVERS: Words = Words {
    bg: "имена или адреси в скоби, например [\"bg.pool.ntp.org\"]",
    en: "names or addresses in brackets, as in [\"bg.pool.ntp.org\"]",
};

pub const PIN: Words = Words {
    bg: "от 6 до 12 цифри в кавички",
    en: "from 6 to 12 digits in quotes",
};

pub const PRINTER: Words = Words {
    bg: "\"/dev/usb/lp0\", \"tcp://192.0.2.7:9100\" или \"serial:/dev/ttyS0?baud=19200\"",
    en: "\"/dev/usb/lp0\", \"tcp://192.0.2.7:9100\" or \"serial:/dev/ttyS0?baud=19200\"",
};

pub const PAPER: Words = Words {
    bg: "58 или 80",
    en: "58 or 80",
};

pub const LISTEN: Words = Words {
    bg: "адрес и порт, например \"0.0.0.0:8443\"",
    en: "address and port, as in \"0.0.0.0:8443\"",
};

pub const COUNTER: Words = Words {
    bg: "[[lobby.counter]], а под него id = \"1\" и queues = [\"kasa\"]",
    en: "[[lobby.counter]], and below it id = \"1\" and queues = [\"kasa\"]",
};

pub const COUNTER_ID: Words = Words {
    bg: "името на гишето, което се вижда на таблото: до 16 букви и цифри, за всяко гише различно, например \"3\"",
    en: "the counter's name on the board: up to 16 letters and digits, another for each, as in \"3\"",
};

pub const COUNTER_QUEUES: Words = Words {
    bg: "опашките, от които гишето вика, в скоби, например [\"kasa\"]",
    en: "the queues that it calls from, in brackets, as in [\"kasa\"]",
};

pub const VOLUME: Words = Words {
    bg: "цяло число от 0 до 100",
    en: "a whole number from 0 to 100",
};

pub const TELEPHONE: Words = Words {
    bg: "телефонен номер, например \"078 123 456\"",
    en: "a telephone number, as in \"078 123 456\"",
};

pub const CALL_NAME: Words = Words {
    bg: "името на човека или фирмата, до 60 знака",
    en: "the name of a person or firm, up to 60 signs",
};
