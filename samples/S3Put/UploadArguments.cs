using System.CommandLine;
using PresignedMultipart;
using PresignedMultipart.S3;
using Samples;

namespace S3Put;

/// <summary>What every command that uploads takes: the store, how to send to it, and where to keep what is interrupted.</summary>
internal sealed class UploadArguments(string journalDescription = "A directory that keeps the upload when it fails or is interrupted, so that `resume` goes on with it.")
{
    private readonly StoreArguments _store = new();
    private readonly Option<long?> _partSize = new("--part-size") { Description = "Length of a part, 5MiB to 5GiB; chosen by the object's length by default.", CustomParser = ByteSize.Parse };
    private readonly Option<long?> _memory = new("--memory") { Description = "The most memory for parts that wait, at least 25MiB; 128MiB by default.", CustomParser = ByteSize.Parse };
    private readonly Option<ChecksumAlgorithm?> _checksum = new("--checksum") { Description = "The sum that proves the bytes: None, Crc32C, Crc64Nvme, Sha256 or Md5; Crc64Nvme by default." };
    private readonly Option<bool> _signChecksums = new("--sign-checksums") { Description = "Bind each part to its sum, for stores that do not answer the sums they compute; reads the file twice." };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "The most parts sent at the same time; 32 by default, of which as many are used as make it faster." };
    private readonly Option<long?> _rate = new("--rate") { Description = "The most bytes sent in a second, such as 10M; no limit by default.", CustomParser = ByteSize.Parse };

    public JournalArguments Journal { get; } = new(journalDescription);

    /// <summary>The store that is uploaded to, as journals name it; <see langword="null"/> until an uploader was made.</summary>
    public string? Storage { get; private set; }

    public void AddTo(Command command)
    {
        _store.AddTo(command);
        command.Options.Add(_partSize);
        command.Options.Add(_memory);
        command.Options.Add(_concurrency);
        command.Options.Add(_rate);
        command.Options.Add(_checksum);
        command.Options.Add(_signChecksums);
        Journal.AddTo(command);
    }

    /// <summary>Makes a provider and an uploader as the command line says, for as long as the action runs.</summary>
    public async Task<T> UseAsync<T>(ParseResult parsed, Func<MultipartUploader, Task<T>> action)
    {
        using var provider = new S3PresignedUrlProvider(_store.Read(parsed));
        Storage = provider.Storage;
        var options = new MultipartUploadOptions
        {
            PartSize = parsed.GetValue(_partSize),
            SignChecksums = parsed.GetValue(_signChecksums),
            MaxBytesPerSecond = parsed.GetValue(_rate),
            Journal = Journal.Read(parsed),
        };
        options.Checksum = parsed.GetValue(_checksum) ?? options.Checksum;
        options.MemoryLimit = parsed.GetValue(_memory) ?? options.MemoryLimit;
        options.MaxConcurrency = parsed.GetValue(_concurrency) ?? options.MaxConcurrency;
        await using var uploader = new MultipartUploader(provider, options);
        return await action(uploader);
    }

    /// <summary>What an upload that did not end well left in the journal, and how to go on; <see langword="null"/> when it left nothing.</summary>
    public async Task<string?> DescribeKeptAsync(ParseResult parsed, Func<JournaledUpload, bool> isMeant)
    {
        if (Journal.Read(parsed) is not { } journal)
        {
            return null;
        }

        List<JournaledUpload> kept = await journal.ListUploadsAsync().Where(upload => !upload.IsAbandoned && upload.Storage == Storage && isMeant(upload)).ToListAsync();
        string what = kept.Count == 1 ? $" {Quote(kept[0].Target.ToString())}" : "";
        return kept.Count == 0 ? null : $"""
            {(kept.Count == 1 ? $"The upload is kept, {UploadReport.Progress(kept[0])}." : $"{kept.Count} uploads are kept.")} Go on with

              s3put resume{what} --journal {Quote(journal.ToString())}{string.Concat(_store.Repeat(parsed).Concat(RepeatChecksum(parsed)).Select(word => $" {Quote(word)}"))}
            """;
    }

    // Another sum would begin anew.
    private IEnumerable<string> RepeatChecksum(ParseResult parsed) =>
        parsed.GetValue(_checksum) is { } checksum ? [_checksum.Name, checksum.ToString()] : [];

    private static string Quote(string word) => word.All(letter => char.IsLetterOrDigit(letter) || "-_./:=@%+,~".Contains(letter)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
