Console.WriteLine("PresignedMultipart");
