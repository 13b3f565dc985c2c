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

import java.io.IOException;
import java.net.ProtocolException;

/**
 * Recognizes a response whose head, trailers or chunk extensions are larger than the HTTP
 * client accepts.
 */
final class HeadLimit {

	private HeadLimit() {
	}

	static boolean isExceeded(Throwable failed) {
		return WireFailure.chain(failed).anyMatch(HeadLimit::isReportedBy);
	}

	private static boolean isReportedBy(Throwable ex) {
		String type = ex.getClass().getSimpleName();
		String message = String.valueOf(ex.getMessage());
		// Netty 4.2.15 has types (TooLongHttpHeaderException and others), and so has
		// HttpComponents 5.4.2. Jetty 12.1.10 and the JDK 17 have only these messages.
		return type.startsWith("TooLong") || type.equals("MessageConstraintException")
				|| message.endsWith("Response Header Bytes Too Large")
				|| (ex instanceof ProtocolException && message.startsWith("Header size too big"))
				|| (ex instanceof IOException && message.startsWith("Chunk header size too long"))
				// The JDK's message (with "too" over HTTP/2), and the starter's for
				// others.
				|| (ex instanceof IOException && message.contains("oo many interim responses"));
	}

}
