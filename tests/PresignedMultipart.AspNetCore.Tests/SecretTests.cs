using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using PresignedMultipart.AspNetCore.Tests.Support;

namespace PresignedMultipart.AspNetCore.Tests;

public class SecretTests
{
    [Fact]
    public async Task No_log_of_any_level_shows_a_ticket_a_signature_or_a_key_of_the_native_contract()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(storage, new TestPolicy(), logLevel: LogLevel.Trace);
        using Client client = backEnd.ClientOf(), mallory = backEnd.ClientOf("mallory");
        string ticket = (await client.CreateAsync(7))["ticket"]!.GetValue<string>();
        JsonNode url = await client.SignAsync(ticket, 1, 7);
        object part = new { partNumber = 1, eTag = await Client.PutAsync(url, Client.Bytes(7)) };
        await mallory.RefusedAsync("/uploads/complete", new { ticket, parts = new[] { part }, objectLength = 7 }, System.Net.HttpStatusCode.Forbidden, "InvalidTicket");
        await client.RefusedAsync("/uploads/abort", new { ticket = ticket + "A" }, System.Net.HttpStatusCode.Forbidden, "InvalidTicket");
        storage.Server.Faults.On(Testing.S3Operation.CompleteMultipartUpload).Once().Answer(500, "InternalError");
        using HttpResponseMessage failed = await client.SendAsync("/uploads/complete", new { ticket, parts = new[] { part }, objectLength = 7 });
        await client.PostAsync("/uploads/complete", new { ticket, parts = new[] { part }, objectLength = 7 });

        AssertNoSecrets(backEnd, storage, ticket);
    }

    [Fact]
    public async Task Nor_does_a_log_of_those_contracts_that_carry_tickets_in_addresses_as_long_as_the_frameworks_own_stays_at_warning()
    {
        await using Storage storage = await Storage.StartAsync();
        await using BackEnd backEnd = await BackEnd.StartAsync(
            storage,
            new TestPolicy(),
            endpoints =>
            {
                endpoints.MapClassicUploadEndpoints();
                endpoints.MapCompanionS3Endpoints();
            },
            logLevel: LogLevel.Warning);
        using Client client = backEnd.ClientOf();
        string classic = JsonNode.Parse(await client.Http.GetStringAsync("/start-upload?bucket=any&fileName=file.bin"))!["data"]!["uploadId"]!.GetValue<string>();
        await client.Http.GetStringAsync($"/get-upload-url?bucket=any&fileName=file.bin&partNumber=1&uploadId={classic}");
        string companion = (await client.PostAsync("/s3/multipart", new { filename = "file.bin" }))["uploadId"]!.GetValue<string>();
        await client.Http.GetStringAsync($"/s3/multipart/{companion}/1?key=alice/file.bin");
        await client.RefusedGetAsync($"/s3/multipart/{companion}/1?key=other", System.Net.HttpStatusCode.Forbidden, "InvalidTicket");

        AssertNoSecrets(backEnd, storage, classic, companion);
    }

    // It names the request's path, and cannot be turned off; a ticket is in a path of Companion's contract alone.
    private static bool IsScopeOfTheFramework(string line) => line.Contains("scope: RequestPath:/s3/multipart/", StringComparison.Ordinal);

    private static void AssertNoSecrets(BackEnd backEnd, Storage storage, params string[] tickets)
    {
        Assert.Contains(backEnd.Logs.Lines, line => line.Contains("Created an upload of s3://uploads/alice/file.bin", StringComparison.Ordinal));
        foreach (string secret in (string[])["X-Amz-Signature", storage.Server.SecretKey, .. tickets.Select(ticket => ticket[20..60])])
        {
            Assert.DoesNotContain(backEnd.Logs.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase) && !IsScopeOfTheFramework(line));
        }
    }
}
