using System.CommandLine;
using S3Put;
using Samples;

// Puts files, directories and standard input into S3-compatible storage:
//
//   s3put put backup.tar s3://bucket/key
//   pg_dump shop | s3put put - s3://bucket/shop.sql
//   s3put put-dir photos s3://bucket/photos/
//   s3put verify backup.tar s3://bucket/key

var root = new RootCommand("Puts files, directories and standard input into S3-compatible storage through pre-signed URLs.");
root.Subcommands.Add(PutCommand.Create());
root.Subcommands.Add(PutDirectoryCommand.Create());
root.Subcommands.Add(VerifyCommand.Create());
return await CommandLine.RunAsync(root, args);
