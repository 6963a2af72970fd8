import AwsS3 from "@uppy/aws-s3";
import Uppy from "@uppy/core";
import Dashboard from "@uppy/dashboard";
import "@uppy/core/css/style.min.css";
import "@uppy/dashboard/css/style.min.css";

const fiveMiB = 5 * 1024 * 1024;
const links = document.querySelector("#links");

const uppy = new Uppy()
    .use(Dashboard, { target: "#uppy", inline: true, width: "100%", height: 420, theme: "auto", proudlyDisplayPoweredByUppy: false })
    // Smaller files go to the back end as a form; see docs/backend.md.
    .use(AwsS3, { companionEndpoint: new URL("companion", location.href).href, shouldUseMultipart: file => file.size > fiveMiB });

uppy.on("upload-success", (file, { body }) => {
    const link = document.createElement("a");
    link.href = `/files/${body.key.split("/").map(encodeURIComponent).join("/")}`;
    link.textContent = body.key;
    const item = document.createElement("li");
    item.append(link);
    links.append(item);
});
