using System.Diagnostics;
using PresignedMultipart.Throughput.Measuring;
using PresignedMultipart.Throughput.Reporting;

namespace PresignedMultipart.Throughput.Clients;

/// <summary>
/// A client's process. It starts without the command line's library and its likes, because everything it does is measured.
/// </summary>
internal static class ClientRole
{
    public const string Name = "client";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        new Thread(EndWithInput) { IsBackground = true }.Start();
        return RunAsync(arguments[0], ClientTask.FromArguments(arguments[1..])).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(string name, ClientTask task)
    {
        int succeeded = 0;
        double[] ticks = new double[task.Uploads];
        using (IUploadClient client = ClientCatalog.Create(name, task))
        {
            for (int number = 0; number < task.Uploads; number++)
            {
                long began = Stopwatch.GetTimestamp();
                try
                {
                    await client.UploadAsync(task);
                    succeeded++;
                }
#pragma warning disable CA1031 // A client that fails is a result.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    await Console.Error.WriteLineAsync($"{name}: {failure.GetType().Name}: {failure.Message}");
                }

                ticks[number] = Stopwatch.GetElapsedTime(began).Ticks;
            }
        }

        var report = new ClientReport(
            succeeded,
            ProcessMemory.Of("self").PeakBytes,
            GC.GetTotalAllocatedBytes(),
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            TimeSpan.FromTicks((long)Spread.Of(ticks).Median));
        Console.WriteLine(report);
        return 0;
    }

    private static void EndWithInput()
    {
        using Stream input = Console.OpenStandardInput();
        if (input.ReadByte() < 0)
        {
            Environment.Exit(1);
        }
    }
}
