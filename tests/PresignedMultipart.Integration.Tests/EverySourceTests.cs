using System.IO.Pipelines;
using PresignedMultipart.Remote;

namespace PresignedMultipart.Integration.Tests;

/// <summary>Every kind of source, at once and in parts, signed here and signed by a back end.</summary>
public sealed class EverySourceTests(StorageServer server) : IClassFixture<StorageServer>
{
    private const int PartSize = 5 << 20;

    private static readonly string[] Sources = ["file", "handle", "file stream", "stream of known length", "stream of unknown length", "memory", "sequence", "pipe", "chunks", "written"];

    private static readonly string[] Signers = ["direct", "native back end", "classic back end"];

    public static TheoryData<string, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, string>();
            foreach ((string source, bool inParts, string signer) in
                from source in Sources from inParts in new[] { false, true } from signer in Signers select (source, inParts, signer))
            {
                cases.Add(source, inParts, signer);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_was_uploaded_reads_back_identical(string source, bool inParts, string signer)
    {
        using var files = new TestFiles();
        // A part and a bit, no multiple of anything.
        string path = files.Create(inParts ? PartSize + 12_345 : 54_321, seed: source.Length);
        string key = $"{source}, {(inParts ? "in parts" : "at once")}, {signer}";
        await using BackEnd? backEnd = signer == "direct" ? null : await BackEnd.StartAsync(server);
        using RemotePresignedUrlProvider? remote = backEnd?.CreateProvider(signer.StartsWith("classic", StringComparison.Ordinal) ? BackendContract.Classic : BackendContract.Native);
        using var uploader = new MultipartUploader(remote ?? (IPresignedUrlProvider)server.Provider, new MultipartUploadOptions { PartSize = PartSize, SinglePutThreshold = 1 << 20 });

        UploadResult result = await UploadAsync(uploader, source, path, new UploadTarget(server.Bucket, key));

        await server.AssertSameBytesAsync(path, key);
        Assert.Equal((new FileInfo(path).Length, inParts ? 2 : 1), (result.Length, result.PartCount));
        // The classic contract knows no single PUT: what is small is an upload of one part.
        Assert.Equal(inParts || signer.StartsWith("classic", StringComparison.Ordinal), result.UploadId is not null);
    }

    private static async Task<UploadResult> UploadAsync(MultipartUploader uploader, string source, string path, UploadTarget target)
    {
        if (source == "written")
        {
            await using UploadStream upload = await uploader.OpenWriteAsync(target);
            await using FileStream written = File.OpenRead(path);
            await written.CopyToAsync(upload, bufferSize: 7_919);
            return await upload.CompleteAsync();
        }

        await using FileStream file = File.OpenRead(path);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        return await uploader.UploadAsync(
            source switch
            {
                "file" => UploadSource.FromFile(path),
                "handle" => UploadSource.FromHandle(file.SafeFileHandle),
                "file stream" => UploadSource.FromStream(file),
                "stream of known length" => UploadSource.FromStream(new StreamThatCannotSeek(file), bytes.Length),
                "stream of unknown length" => UploadSource.FromStream(new StreamThatCannotSeek(file)),
                "memory" => UploadSource.FromMemory(bytes),
                "sequence" => UploadSource.FromSequence(new(bytes)),
                "pipe" => UploadSource.FromPipe(PipeReader.Create(new StreamThatCannotSeek(file))),
                "chunks" => UploadSource.FromChunks(ChunksOf(bytes)),
                _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
            },
            target);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksOf(byte[] bytes)
    {
        // Lengths that fit no part: 1, 3, 9, 27, … bytes, and none at all.
        yield return ReadOnlyMemory<byte>.Empty;
        for (int offset = 0, length = 1; offset < bytes.Length; offset += length, length = Math.Min(length * 3, bytes.Length - offset))
        {
            yield return bytes.AsMemory(offset, length);
            await Task.Yield();
        }
    }
}
