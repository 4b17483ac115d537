-- To whom a municipality's alerts are sent.
CREATE TABLE alert_addresses (
    municipality TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (municipality, address)
);
