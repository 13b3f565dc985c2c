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

package com.chatbotkit.springai.server.webmvc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import com.chatbotkit.springai.server.http.HttpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, up to a size and within a time.
 */
final class ServletBody {

	// A client that sends far too much is read on so long that it can read the answer.
	private static final int SKIPPED = 8 * 1024 * 1024;

	private static final int BUFFER = 16 * 1024;

	private final InputStream input;

	private final int most;

	private final long end;

	ServletBody(InputStream input, HttpEndpoint endpoint) {
		this.input = input;
		this.most = endpoint.maxBodyBytes() + 1;
		this.end = System.nanoTime() + endpoint.bodyTime().toNanos();
	}

	/**
	 * Reads the body.
	 * @param announced its length, or a negative number where that is not known
	 * @return the body, with one byte too many where it is too large; null where it did
	 * not come in time
	 */
	byte @Nullable [] read(int announced) throws IOException {
		int wanted = (announced >= 0) ? Math.min(announced, this.most) : this.most;
		byte[] bytes = new byte[Math.min(wanted, BUFFER)];
		int length = 0;
		while (length < wanted) {
			if (length == bytes.length) {
				bytes = Arrays.copyOf(bytes, Math.min(wanted, 2 * length));
			}
			int read = this.input.read(bytes, length, bytes.length - length);
			if (read < 0) {
				break;
			}
			if (isLate()) {
				return null;
			}
			length += read;
		}
		if (length == this.most) {
			skip();
		}
		return (length == bytes.length) ? bytes : Arrays.copyOf(bytes, length);
	}

	private void skip() throws IOException {
		byte[] unread = new byte[BUFFER];
		int left = SKIPPED;
		while (left > 0 && !isLate()) {
			int read = this.input.read(unread);
			if (read < 0) {
				return;
			}
			left -= read;
		}
	}

	private boolean isLate() {
		return System.nanoTime() - this.end > 0;
	}

}
