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

package com.chatbotkit.springai.api.netty;

import java.net.ConnectException;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Thrown if a request was not written because its connection turned out to be unusable,
 * or if its server has said that it was not processed. A retry is safe, for bots too.
 */
final class UnsentRequestException extends ConnectException {

	private static final long serialVersionUID = 1L;

	UnsentRequestException() {
		super("the server sent bytes that no request had asked for, so the connection was closed before the request"
				+ " was sent");
	}

	UnsentRequestException(String message) {
		super(message);
	}

	/**
	 * Returns a promise for the head of a request, which completes the given promise.
	 * @param failure converts the cause of a failure
	 */
	static ChannelPromise mapFailure(ChannelHandlerContext context, ChannelPromise promise,
			UnaryOperator<Throwable> failure) {
		ChannelPromise head = context.newPromise();
		head.addListener((written) -> {
			Throwable cause = written.cause();
			if (cause == null) {
				promise.trySuccess();
			}
			else {
				promise.tryFailure(failure.apply(cause));
			}
		});
		return head;
	}

}
