using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PresignedMultipart.Integration.Tests;

/// <summary>
/// An upload of a file, part by part and with a journal, that was cancelled in the middle of a request; and how it goes on. All that is
/// asked of the storage passes a relay, so that it is known what was sent.
/// </summary>
internal sealed partial class InterruptedUpload : IAsyncDisposable
{
    public const int PartSize = 5 << 20;
    public const int PartCount = 4;

    private readonly TestFiles _files = new();
    private readonly Relay _relay;
    private readonly UrlSigner _urls;
    private readonly int _partSize;

    private InterruptedUpload(StorageServer server, Relay relay, UrlSigner urls, int partSize, int partCount)
    {
        (_relay, _urls, _partSize) = (relay, urls, partSize);
        FilePath = _files.Create(((partCount - 1) * partSize) + 17);
        Journal = new FileUploadJournal(_files.PathOf("journal"));
        Target = new UploadTarget(server.Bucket, $"interrupted/{Guid.NewGuid():N}");
    }

    public string FilePath { get; }

    public FileUploadJournal Journal { get; }

    public UploadTarget Target { get; }

    /// <summary>Cancels it when half of a request has passed.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="signer">One of <see cref="UrlSigner.Names"/>.</param>
    /// <param name="request">What the first line of that request matches, such as <c>^PUT .*partNumber=3&amp;</c>.</param>
    public static Task<InterruptedUpload> StartAsync(StorageServer server, string signer, [StringSyntax(StringSyntaxAttribute.Regex)] string request) =>
        StartAsync(server, signer, LineFault.Cut, request);

    /// <summary>The same with as small parts as the server takes.</summary>
    public static Task<InterruptedUpload> StartSmallAsync(StorageServer server, int partCount, [StringSyntax(StringSyntaxAttribute.Regex)] string request) =>
        StartAsync(server, "direct", LineFault.Cut, request, partSize: server.SmallestPart, partCount: partCount, maxConcurrency: 4);

    /// <summary>Lets it complete, without hearing of that, and cancels it when it looks for the object.</summary>
    public static Task<InterruptedUpload> StartAndCompleteUnheardAsync(StorageServer server, string signer) =>
        StartAsync(server, signer, LineFault.LoseAnswer, "^(POST .*uploadId=|HEAD )", strikes: 2);

    /// <summary>Another uploader of the same journal. The caller disposes it.</summary>
    public MultipartUploader Uploader(int maxConcurrency = 4, TimeProvider? time = null)
    {
        MultipartUploadOptions options = SmallParts.Options(_partSize);
        (options.MaxConcurrency, options.Journal) = (maxConcurrency, Journal);
        return new MultipartUploader(_urls.Provider, options, timeProvider: time);
    }

    /// <summary>Uploads the file again, as another process would.</summary>
    public async Task<ResumedUpload> ResumeAsync()
    {
        string old = _relay.Requests.Select(UploadIdOf).Last(id => id.Length > 0);
        int before = _relay.Requests.Count;
        using MultipartUploader uploader = Uploader();

        UploadResult result = await uploader.UploadFileAsync(FilePath, Target);

        string[] parts = [.. _relay.Requests.Skip(before).Where(line => line.StartsWith("PUT ", StringComparison.Ordinal))];
        return new ResumedUpload(
            result,
            [.. parts.Where(line => UploadIdOf(line) == old).Select(PartNumberOf).Order()],
            [.. parts.Where(line => UploadIdOf(line) != old).Select(PartNumberOf).Order()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _urls.DisposeAsync();
        await _relay.DisposeAsync();
        _files.Dispose();
    }

    private static async Task<InterruptedUpload> StartAsync(
        StorageServer server, string signer, LineFault fault, [StringSyntax(StringSyntaxAttribute.Regex)] string request, int strikes = 1, int partSize = PartSize, int partCount = PartCount, int maxConcurrency = 1)
    {
        using var cancellation = new CancellationTokenSource();
        int left = strikes;
        var relay = new Relay(server.Endpoint, fault, request, strikes) { Meanwhile = () => --left > 0 ? Task.CompletedTask : cancellation.CancelAsync() };
        // A call that the SDK repeats would get through.
        var upload = new InterruptedUpload(server, relay, await UrlSigner.StartAsync(signer, server.ProviderOptions(o => (o.Endpoint, o.MaxRetries) = (relay.Endpoint, 0))), partSize, partCount);
        // One part at a time, all before the one that is interrupted are acknowledged.
        using MultipartUploader uploader = upload.Uploader(maxConcurrency);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploader.UploadFileAsync(upload.FilePath, upload.Target, null, cancellation.Token));
        Assert.Equal(strikes, relay.Struck);
        return upload;
    }

    private static string UploadIdOf(string requestLine) => UploadId().Match(requestLine).Groups[1].Value;

    private static int PartNumberOf(string requestLine) => int.Parse(PartNumber().Match(requestLine).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("[?&]uploadId=([^& ]+)")]
    private static partial Regex UploadId();

    [GeneratedRegex("[?&]partNumber=([0-9]+)")]
    private static partial Regex PartNumber();
}
