import { Row } from "./row.js";
import { Slots } from "./slots.js";
import { Upload } from "./upload.js";

// Browsers open six connections to a host at most; more parts would only wait there.
const slots = new Slots(4);
const rows = new Set();

const list = document.querySelector("#uploads");
const input = document.querySelector("#files");
const drop = document.querySelector("#drop");
const news = document.querySelector("#news");

function add(files) {
    for (const file of files) {
        const row = new Row(new Upload(file, slots), text => news.textContent = text, () => rows.delete(row));
        rows.add(row);
        list.append(row.element);
        row.upload.resume();
    }
}

/** Of what was dropped, the files: a folder looks like one, and cannot be read. */
function filesOf(transfer) {
    const items = [...transfer.items].filter(item => item.kind === "file");
    const folders = items.filter(item => item.webkitGetAsEntry()?.isDirectory).length;
    if (folders > 0) {
        news.textContent = "Folders cannot be uploaded here. Choose the files in them.";
    }

    return items.filter(item => !item.webkitGetAsEntry()?.isDirectory).map(item => item.getAsFile());
}

input.addEventListener("change", () => {
    add(input.files);
    // So that the same file can be chosen again.
    input.value = "";
});

// The whole page takes drops, because a file that misses the field would replace the page.
for (const type of ["dragover", "dragleave", "drop"]) {
    addEventListener(type, event => {
        event.preventDefault();
        drop.classList.toggle("over", type === "dragover");
    });
}

addEventListener("drop", event => add(filesOf(event.dataTransfer)));

addEventListener("beforeunload", event => {
    if ([...rows].some(row => row.upload.isActive)) {
        event.preventDefault();
    }
});

setInterval(() => rows.forEach(row => row.tick()), 250);
