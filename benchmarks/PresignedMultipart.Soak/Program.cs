using System.Diagnostics;
using System.Globalization;
using PresignedMultipart.Soak;

if (args is not [{ } length, ..] || !double.TryParse(length, CultureInfo.InvariantCulture, out double minutes) || minutes <= 0
    || (args.Length > 1 && !int.TryParse(args[1], out _)))
{
    Console.Error.WriteLine("usage: soak MINUTES [SEED]");
    return 2;
}

const int Uploaders = 4;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFF;
string journal = Directory.CreateTempSubdirectory("soak-journal-").FullName;
var report = new SoakReport();
using var server = new SoakServer();
await server.CreateBucketAsync();
var upload = new SoakUpload(server, report, journal);
var clock = Stopwatch.StartNew();
int number = 0;
Console.WriteLine($"{minutes} minutes from seed {seed} on {server.Endpoint}");

async Task UploadAsync()
{
    while (clock.Elapsed.TotalMinutes < minutes && report.Broken.Count < 10)
    {
        int mine = Interlocked.Increment(ref number);
        SoakPlan plan = SoakPlan.Draw(new Random(unchecked((seed * 1_000_003) + mine)), mine);
        try
        {
            await upload.RunAsync(plan);
        }
        catch (Exception failure)
        {
            report.Break($"{plan}: {failure}");
        }
    }
}

Task uploads = Task.WhenAll(Enumerable.Range(0, Uploaders).Select(_ => Task.Run(UploadAsync)));
while (await Task.WhenAny(uploads, Task.Delay(TimeSpan.FromSeconds(30))) != uploads)
{
    Console.WriteLine($"{clock.Elapsed:mm\\:ss} {report}");
}

await uploads;
var left = await server.UploadsAsync();
var objects = await server.KeysAsync();
string[] logs = Directory.GetFiles(journal, "*", SearchOption.AllDirectories);
foreach (var (key, uploadId) in left.Where(found => !report.ExpectedToBeLeft.Contains(found.Key)))
{
    report.Break($"the upload of {key} was left; to abort it now {await server.AbortAsync(key, uploadId)}");
}

foreach (string found in objects.Concat(logs))
{
    report.Break($"{found} was left");
}

Directory.Delete(journal, recursive: true);
Console.WriteLine($"{clock.Elapsed:mm\\:ss} {report}");
Console.WriteLine($"gateway killed {server.Kills} times, which {report.Refused} uploads did not survive and said so; it lists {report.StillListed} still (see docs/reliability.md, Leftovers)");
Console.WriteLine($"left: {left.Count} uploads, {objects.Count} objects, {logs.Length} journals; memory {Environment.WorkingSet >> 20} MiB");
Console.WriteLine(report.Broken.Count == 0 && report.Compared == report.Completed && report.Completed > 0 ? "soak passed" : "soak FAILED");
return report.Broken.Count == 0 && report.Completed > 0 ? 0 : 1;
