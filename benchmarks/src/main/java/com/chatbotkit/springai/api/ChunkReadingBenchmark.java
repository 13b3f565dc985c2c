/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import com.chatbotkit.springai.api.sse.EventSplitter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Reads the events of a stream: their bytes split, and each event parsed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ChunkReadingBenchmark {

	private static final int CHUNKS = 1000;

	private static final String CHUNK = """
			data: {"id":"chatcmpl-8zQ1kfPq3Xw7Tn5RbVh2","object":"chat.completion.chunk","created":1760000000,\
			"model":"model/name=bench","choices":[{"index":0,"delta":{"content":" word#"},"finish_reason":null}]}

			""";

	/** How the network cuts the stream: into events, or into pieces of any size. */
	@Param({ "event", "1460", "16384" })
	private String buffers = "event";

	private DataBuffer[] body = {};

	@Setup
	public void encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DefaultDataBufferFactory factory = new DefaultDataBufferFactory();
		if (this.buffers.equals("event")) {
			this.body = new DataBuffer[CHUNKS];
			for (int i = 0; i < CHUNKS; i++) {
				this.body[i] = factory.wrap(chunk(i));
			}
			return;
		}
		for (int i = 0; i < CHUNKS; i++) {
			bytes.writeBytes(chunk(i));
		}
		byte[] all = bytes.toByteArray();
		int size = Integer.parseInt(this.buffers);
		this.body = new DataBuffer[(all.length + size - 1) / size];
		for (int i = 0; i < this.body.length; i++) {
			int start = i * size;
			byte[] part = new byte[Math.min(size, all.length - start)];
			System.arraycopy(all, start, part, 0, part.length);
			this.body[i] = factory.wrap(part);
		}
	}

	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public void split(Blackhole blackhole) {
		EventSplitter events = new EventSplitter(1 << 20);
		for (DataBuffer buffer : this.body) {
			buffer.readPosition(0);
			events.add(buffer);
			while (events.next()) {
				blackhole.consume(events.end());
			}
		}
	}

	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public void splitAndParse(Blackhole blackhole) {
		EventSplitter events = new EventSplitter(1 << 20);
		CompletionParser parser = new CompletionParser(true);
		for (DataBuffer buffer : this.body) {
			buffer.readPosition(0);
			events.add(buffer);
			while (events.next()) {
				blackhole.consume(parser.parse(events.data(), events.start(), events.end()));
			}
		}
	}

	private static byte[] chunk(int index) {
		return CHUNK.replace("#", Integer.toString(index)).getBytes(StandardCharsets.US_ASCII);
	}

}
