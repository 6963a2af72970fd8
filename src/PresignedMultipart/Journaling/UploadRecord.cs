using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.Journaling;

/// <summary>What a log says of an upload.</summary>
internal sealed class UploadRecord
{
    private readonly JournaledUploadLine _upload;
    private readonly Dictionary<int, JournaledPartLine> _parts = [];

    private UploadRecord(string run, JournaledUploadLine upload)
    {
        Run = run;
        _upload = upload;
    }

    /// <summary>What marks the lines of this upload.</summary>
    public string Run { get; }

    public bool IsAbandoned => _upload.IsAbandoned;

    public string? Storage => _upload.Storage;

    public DateTimeOffset StartedAt => _upload.StartedAt;

    public long PartSize => _upload.PartSize;

    public long? Length => _upload.Length;

    public ChecksumAlgorithm Checksum => _upload.Checksum;

    public IReadOnlyCollection<JournaledPartLine> Parts => _parts.Values;

    /// <summary>The name of the log that this is in.</summary>
    public string Name => IsAbandoned ? NameOf(Storage, ToUpload()) : Hash(Storage, _upload.Target.Bucket ?? _upload.Bucket, _upload.Target.Key);

    /// <summary>The name of an object's log.</summary>
    public static string NameOf(string? storage, UploadTarget target) => Hash(storage, target.Bucket, target.Key);

    /// <summary>The name of an upload's own log, for one that cannot be resumed.</summary>
    public static string NameOf(string? storage, MultipartUpload upload) => Hash(storage, upload.Target.Bucket, upload.Target.Key, upload.UploadId);

    /// <summary>Reads every log that nobody has open, but for those that a later version of the library wrote: they are for that to go on with.</summary>
    public static async IAsyncEnumerable<UploadRecord> ReadAllAsync(IUploadJournal journal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<string> lines in journal.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            UploadRecord? record;
            try
            {
                record = Read(lines);
            }
            catch (InvalidDataException)
            {
                continue;
            }

            if (record is not null)
            {
                yield return record;
            }
        }
    }

    /// <summary>Reads a log. <see langword="null"/> when no upload is in it.</summary>
    /// <exception cref="InvalidDataException">A later version of the library wrote it.</exception>
    public static UploadRecord? Read(IReadOnlyList<string> lines)
    {
        UploadRecord? record = null;
        foreach (JournalLine line in lines.Select(Parse).OfType<JournalLine>())
        {
            if (line.Upload is { } upload)
            {
                record = upload.Version == JournaledUploadLine.CurrentVersion ? new UploadRecord(line.Run, upload) : null;
            }
            else if (line.Part is { } part && line.Run == record?.Run)
            {
                record._parts[part.Number] = part;
            }
        }

        return record;
    }

    /// <summary>Whether the log says this of a part already.</summary>
    public bool Has(JournaledPartLine part) =>
        _parts.TryGetValue(part.Number, out JournaledPartLine? known) && known.Length == part.Length && known.ETag == part.ETag && known.Checksum == part.Checksum;

    /// <summary>Whether a target is the one that the upload was created with, in all that the storage keeps with the object.</summary>
    public bool IsOf(UploadTarget target) =>
        _upload.CustomerKeyCheck == CustomerKeyCheck(target, _upload.UploadId) && JsonNode.DeepEquals(Json(_upload.Target), Json(TargetDescription.Of(target.WithoutCustomerKey())));

    /// <summary>The upload, for a target that it is of.</summary>
    public MultipartUpload ToUpload(UploadTarget target) =>
        // Only behind a back end that renames it is another, and none of those takes a customer's key.
        ToUpload(_upload.Bucket == target.Bucket && _upload.Key == target.Key, target);

    /// <summary>The upload, to be aborted.</summary>
    public MultipartUpload ToUpload() => ToUpload(isAsAsked: false, target: null);

    public JournaledUpload ToView() => new(_upload.Target.ToTarget(_upload.Target.Bucket ?? _upload.Bucket, _upload.Target.Key), _upload.UploadId)
    {
        Storage = Storage,
        Path = _upload.Path,
        Length = _upload.Length,
        PartSize = _upload.PartSize,
        Checksum = _upload.Checksum,
        StartedAt = _upload.StartedAt,
        PartsAcknowledged = _parts.Count,
        BytesAcknowledged = _parts.Values.Sum(part => part.Length),
        NeedsCustomerKey = _upload.CustomerKeyCheck is not null,
        IsAbandoned = IsAbandoned,
    };

    /// <summary>The line that begins an upload.</summary>
    public static string Begin(
        string run,
        UploadTarget target,
        MultipartUpload upload,
        DateTimeOffset now,
        ChecksumAlgorithm checksum = ChecksumAlgorithm.None,
        long partSize = 0,
        long? length = null,
        string? path = null,
        bool isAbandoned = false,
        string? storage = null) =>
        Write(new JournalLine
        {
            Run = run,
            Upload = new JournaledUploadLine
            {
                Version = JournaledUploadLine.CurrentVersion,
                Storage = storage,
                Target = TargetDescription.Of(target.WithoutCustomerKey()),
                CustomerKeyCheck = CustomerKeyCheck(target, upload.UploadId),
                Bucket = upload.Target.Bucket,
                Key = upload.Target.Key,
                UploadId = upload.UploadId,
                Ticket = upload.Ticket,
                IsAbandoned = isAbandoned,
                AgreedChecksum = upload.ChecksumAlgorithm,
                Marker = upload.Marker,
                Checksum = checksum,
                PartSize = partSize,
                Length = length,
                Path = path,
                StartedAt = now,
                AbortDate = upload.AbortDate,
                AbortRuleId = upload.AbortRuleId,
            },
        });

    public static string Add(string run, JournaledPartLine part) => Write(new JournalLine { Run = run, Part = part });

    private MultipartUpload ToUpload(bool isAsAsked, UploadTarget? target) => new(isAsAsked ? target! : _upload.Target.ToTarget(_upload.Bucket, _upload.Key), _upload.UploadId)
    {
        Ticket = _upload.Ticket,
        ChecksumAlgorithm = _upload.AgreedChecksum,
        Marker = _upload.Marker,
        AbortDate = _upload.AbortDate,
        AbortRuleId = _upload.AbortRuleId,
    };

    // Each with its length: no key can be made to look like a key and an upload's id.
    private static string Hash(params string?[] names) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => $"{name?.Length ?? -1}:{name}")))))[..32].ToLowerInvariant();

    // Parts under two keys are refused, or make an object that nobody can read. A keyed hash of the upload's id tells the key from others, and nothing of it.
    private static string? CustomerKeyCheck(UploadTarget target, string uploadId) => target.Encryption is { Kind: ServerSideEncryptionKind.CustomerKey } encryption
        ? Convert.ToHexString(HMACSHA256.HashData(encryption.CustomerKeyBytes.Span, Encoding.UTF8.GetBytes(uploadId)))[..16]
        : null;

    private static JournalLine? Parse(string line)
    {
        JournalLine? parsed = null;
        try
        {
            parsed = JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            // Of a write that the disk refused; what it said is found out from the storage, or sent again.
        }

        int? version = parsed is null ? VersionOf(line) : parsed.Upload?.Version;
        return version <= JournaledUploadLine.CurrentVersion || version is null
            ? parsed
            : throw new InvalidDataException(
                $"The journal's log of this object is in format {version}, of a later version of the library; this one reads format {JournaledUploadLine.CurrentVersion}. " +
                "Go on with the version that wrote it, or give this one a journal of its own.");
    }

    /// <summary>The format of a line that has another shape than this version knows.</summary>
    private static int? VersionOf(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject whole && whole["upload"] is JsonObject upload && upload["version"] is JsonValue value && value.TryGetValue(out int version) ? version : null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Write(JournalLine line) => JsonSerializer.Serialize(line, JournalJson.Default.JournalLine);

    // Compared as JSON, where the order of metadata and tags says nothing: it may be another in each process.
    private static JsonNode? Json(TargetDescription target) => JsonSerializer.SerializeToNode(target, JournalJson.Default.TargetDescription);
}
