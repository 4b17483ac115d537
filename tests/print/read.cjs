// What a printer makes of the bytes on its standard input, by a library that knows nothing of ours: prints the commands as
// JSON and writes the picture, as PGM, to the file that is named.

const { readFileSync, writeFileSync } = require("node:fs");
// Its parser alone: the whole of it would load a driver for USB.
const parser = require("npos/lib/parser")();

parser.parse(readFileSync(0)).then(
    ({ tree, entries }) => {
        const { width, height, data } = picture(entries);
        writeFileSync(process.argv[2], Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), data]));
        console.log(JSON.stringify(tree.map(({ ascii, fn }) => `${ascii} ${fn}`)));
    },
    (error) => {
        console.error(error);
        process.exitCode = 1;
    },
);

function picture(entries) {
    const [{ type, data: bitmap }, ...others] = entries;
    if (type !== "raster" || others.length > 0) {
        throw new Error(`not one picture: ${entries.map((entry) => entry.type)}`);
    }
    const { width, height } = bitmap;
    const data = Buffer.alloc(width * height);
    for (let at = 0; at < data.length; at++) {
        data[at] = bitmap.getPixel(at % width, Math.floor(at / width));
    }
    return { width, height, data };
}
