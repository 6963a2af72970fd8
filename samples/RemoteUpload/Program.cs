using RemoteUpload;
using Samples;

// Uploads a file without credentials for the storage: a back end signs.
//
//   remoteupload backup.tar --backend https://api.example.com/uploads --bucket backups --key backup.tar

return await CommandLine.RunAsync(UploadCommand.Create(), args);
