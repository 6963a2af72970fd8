using System.CommandLine;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;

namespace S3Put;

/// <summary>What every command takes: the store, and how to send to it.</summary>
internal sealed class UploadArguments
{
    private readonly StoreArguments _store = new();
    private readonly Option<long?> _partSize = new("--part-size") { Description = "Length of a part, 5MiB to 5GiB; chosen by the object's length by default.", CustomParser = ByteSize.Parse };
    private readonly Option<long?> _memory = new("--memory") { Description = "The most memory for parts that wait, at least 25MiB; 128MiB by default.", CustomParser = ByteSize.Parse };
    private readonly Option<ChecksumAlgorithm?> _checksum = new("--checksum") { Description = "The sum that proves the bytes: None, Crc32C, Crc64Nvme, Sha256 or Md5; Crc64Nvme by default." };
    private readonly Option<bool> _signChecksums = new("--sign-checksums") { Description = "Bind each part to its sum, for stores that do not answer the sums they compute; reads the file twice." };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "Parts sent at the same time; 8 by default." };

    public void AddTo(Command command)
    {
        _store.AddTo(command);
        command.Options.Add(_partSize);
        command.Options.Add(_memory);
        command.Options.Add(_concurrency);
        command.Options.Add(_checksum);
        command.Options.Add(_signChecksums);
    }

    /// <summary>Makes a provider and an uploader as the command line says, for as long as the action runs.</summary>
    public async Task<T> UseAsync<T>(ParseResult parsed, Func<MultipartUploader, Task<T>> action)
    {
        using var provider = new S3PresignedUrlProvider(_store.Read(parsed));
        var options = new MultipartUploadOptions { PartSize = parsed.GetValue(_partSize), SignChecksums = parsed.GetValue(_signChecksums) };
        options.Checksum = parsed.GetValue(_checksum) ?? options.Checksum;
        options.MemoryLimit = parsed.GetValue(_memory) ?? options.MemoryLimit;
        options.MaxConcurrency = parsed.GetValue(_concurrency) ?? options.MaxConcurrency;
        using var uploader = new MultipartUploader(provider, options);
        return await action(uploader);
    }
}
