using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Testing.Tests;

/// <summary>What only a bare socket can show.</summary>
public sealed partial class RawTests
{
    [Fact]
    public async Task A_bad_signature_is_refused_without_asking_for_the_body()
    {
        await using Rig rig = await Rig.StartAsync();
        string good = rig.Signer.Presign("PUT", Rig.Bucket, "key");

        string refused = await ExchangeAsync(rig, good + "x", "Content-Length: 1000000\r\nExpect: 100-continue");
        string asked = await ExchangeAsync(rig, good, "Content-Length: 1000000\r\nExpect: 100-continue");

        Assert.StartsWith("HTTP/1.1 403", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 100", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_whose_body_breaks_off_is_not_there()
    {
        await using Rig rig = await Rig.StartAsync();
        string id = await rig.CreateUploadAsync();
        using (var socket = await ConnectAsync(rig))
        {
            await socket.SendAsync(Head(rig, rig.PartUrl(id, 1), "Content-Length: 100"));
            await socket.SendAsync(new byte[50]);
            await rig.S3.WaitForRequestAsync(r => r.Operation == S3Operation.UploadPart);
        }

        S3TestRequest broken = await rig.S3.WaitForRequestAsync(r => r is { Operation: S3Operation.UploadPart, IsFinished: true });

        Assert.True(broken.WasAborted);
        Assert.Null(broken.StatusCode);
        Assert.Empty(Assert.Single(rig.S3.MultipartUploads).Parts);
    }

    internal static async Task<string> SendHeadAsync(Rig rig, string url, string headers)
    {
        string answer = await ExchangeAsync(rig, url, headers);
        return $"{answer.Split(' ')[1]} {Code().Match(answer).Groups[1].Value}";
    }

    private static async Task<string> ExchangeAsync(Rig rig, string url, string headers)
    {
        using Socket socket = await ConnectAsync(rig);
        await socket.SendAsync(Head(rig, url, headers));
        var answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        int count;
        do
        {
            count = await socket.ReceiveAsync(buffer);
            answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        while (count > 0 && !answer.ToString().Contains("</Error>", StringComparison.Ordinal) && !answer.ToString().StartsWith("HTTP/1.1 100", StringComparison.Ordinal));

        return answer.ToString();
    }

    private static byte[] Head(Rig rig, string url, string headers) =>
        Encoding.ASCII.GetBytes($"PUT {url[rig.S3.Endpoint.ToString().TrimEnd('/').Length..]} HTTP/1.1\r\nHost: {rig.S3.Endpoint.Authority}\r\n{headers}\r\n\r\n");

    private static async Task<Socket> ConnectAsync(Rig rig)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(rig.S3.Endpoint.Host, rig.S3.Endpoint.Port);
        return socket;
    }

    [GeneratedRegex("<Code>(.*?)</Code>")]
    private static partial Regex Code();
}
