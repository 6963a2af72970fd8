using System.CommandLine;
using S3Put;
using Samples;

// Puts files, directories and standard input into S3-compatible storage:
//
//   s3put put backup.tar s3://bucket/key
//   pg_dump shop | s3put put - s3://bucket/shop.sql
//   s3put put-dir photos s3://bucket/photos/
//   s3put verify backup.tar s3://bucket/key
//
//   s3put put backup.tar s3://bucket/key --journal ~/.s3put
//   s3put resume --journal ~/.s3put
//   s3put list-uploads --journal ~/.s3put
//   s3put sweep s3://bucket --older-than 2d --dry-run

var root = new RootCommand("Puts files, directories and standard input into S3-compatible storage through pre-signed URLs.");
root.Subcommands.Add(PutCommand.Create());
root.Subcommands.Add(PutDirectoryCommand.Create());
root.Subcommands.Add(VerifyCommand.Create());
root.Subcommands.Add(ResumeCommand.Create());
root.Subcommands.Add(ListUploadsCommand.Create());
root.Subcommands.Add(SweepCommand.Create());
return await CommandLine.RunAsync(root, args);
