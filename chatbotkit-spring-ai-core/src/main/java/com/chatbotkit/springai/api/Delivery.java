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

/**
 * Tells whether the current thread is delivering a signal of an answer. Such a thread
 * must not block for another answer, because it may be the thread that has to deliver it.
 */
final class Delivery {

	private static final ThreadLocal<Delivery> CURRENT = ThreadLocal.withInitial(Delivery::new);

	/** The number of deliveries on this thread, one inside the other. */
	private int depth;

	private Delivery() {
	}

	static Delivery begin() {
		Delivery delivery = CURRENT.get();
		delivery.depth++;
		return delivery;
	}

	void end() {
		this.depth--;
	}

	static boolean isUnderWay() {
		return CURRENT.get().depth > 0;
	}

}
